// The twin of matmul.go: an item is 48 entries of a row of the product. A Number has 53 bits, so a product of 64 bits is
// made of parts: of a = ah·2^32 + al and b alike, al·bl is needed whole and of al·bh + ah·bl the low 32 bits.
const SIDE = 192, STRIP = 48;

function splitmix(p) {
  let z = BigInt.asUintN(64, (BigInt(p) + 1n) * 0x9E3779B97F4A7C15n);
  z = BigInt.asUintN(64, (z ^ z >> 30n) * 0xBF58476D1CE4E5B9n);
  z = BigInt.asUintN(64, (z ^ z >> 27n) * 0x94D049BB133111EBn);
  return z ^ z >> 31n;
}

// parts are the entries of a matrix, two of 32 bits each, the low one first.
function parts(at) {
  const all = new Uint32Array(2 * SIDE * SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    const z = splitmix(at(i));
    all[2 * i] = Number(z & 0xFFFFFFFFn);
    all[2 * i + 1] = Number(z >> 32n);
  }
  return all;
}

const LEFT = parts((i) => i);
const RIGHT = parts((i) => SIDE * SIDE + (i % SIDE) * SIDE + Math.floor(i / SIDE)); // column by column

function run(lo, hi) {
  let low = 0, high = 0; // of the sum: low below 2^32, high of which 32 bits count
  for (let at = lo * STRIP; at < hi * STRIP; at++) {
    let a = 2 * SIDE * Math.floor(at / SIDE), b = 2 * SIDE * (at % SIDE);
    for (let k = 0; k < SIDE; k++, a += 2, b += 2) {
      const al = LEFT[a], ah = LEFT[a + 1], bl = RIGHT[b], bh = RIGHT[b + 1];
      const a0 = al & 0xFFFF, a1 = al >>> 16, b0 = bl & 0xFFFF, b1 = bl >>> 16;
      const mid = a1 * b0 + a0 * b1; // below 2^33
      const whole = a0 * b0 + (mid % 0x10000) * 0x10000; // below 2^33
      low += whole;
      high += a1 * b1 + Math.floor(mid / 0x10000);
      high = (high >>> 0) + (Math.imul(al, bh) >>> 0) + (Math.imul(ah, bl) >>> 0) + Math.floor(low / 0x100000000);
      low = low >>> 0;
      high = high >>> 0;
    }
  }
  return BigInt(high) << 32n | BigInt(low);
}
