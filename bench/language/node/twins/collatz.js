// The twin of collatz.go: how many steps lead to 1. No number climbs above 2^31.
function run(lo, hi) {
  let total = 0;
  for (let i = lo; i < hi; i++) {
    for (let n = i + 1; n !== 1; total++) {
      n = n % 2 === 0 ? n / 2 : 3 * n + 1;
    }
  }
  return total;
}
