namespace N {
  export let a = 1;
  export function change() { a = 2; }
}
