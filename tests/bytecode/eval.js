function sloppy(a) { let b = 1; eval("var c = a + b"); return c + free }
function strict(a) { "use strict"; return [1].map(x => eval(a)) }
