for (const fraction of ["5", "05", "999", "9999", "0009", "99999999999999999999999999", "123456789", "1005"]) {
  console.log(fraction, Date.parse(`2010-11-25T22:02:30.${fraction}Z`) % 1000);
}
