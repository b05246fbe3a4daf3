// An escape of a character that the subject cannot have may be repeated no times.
for (const source of ["\\u9999*", "\\u9999?b", "(?:\\u9999)*b", "\\u{9999}{0,2}b", "(\\u20ac*)b\\1", ".*\\u9999*?b", "[\\u9999]*b", "\\u9999+|b", "\\u0062*"]) {
  for (const flags of ["u", "", "i"]) {
    if (source.includes("{9999}") && flags !== "u") continue;
    const regexp = new RegExp(source, flags);
    console.log(source, flags, JSON.stringify(["", "b", "ab", "\u9999b", "\xe9b"].map((text) => regexp.exec(text))));
  }
}
