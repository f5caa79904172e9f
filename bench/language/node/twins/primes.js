// The twin of primes.go: trial division by 2 and the odd numbers.
function isPrime(n) {
  if (n < 2) return false;
  if (n % 2 === 0) return n === 2;
  for (let d = 3; d * d <= n; d += 2) {
    if (n % d === 0) return false;
  }
  return true;
}

function run(lo, hi) {
  let total = 0;
  for (let n = lo; n < hi; n++) {
    if (isPrime(n)) total += n;
  }
  return total;
}
