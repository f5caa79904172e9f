// Starts two child processes for every question, and answers how long it took until both said that they run.
'use strict';
const {spawn} = require('child_process');
const script = "process.stdout.write('r'); process.stdin.on('data', () => {}); process.stdin.on('end', () => {});";

function twoReady(told) {
  const start = process.hrtime.bigint();
  let ready = 0, ended = 0, took = 0;
  const all = [0, 1].map(() => spawn(process.execPath, ['-e', script], {stdio: ['pipe', 'pipe', 'inherit']}));
  for (const p of all) {
    p.stdout.once('data', () => {
      if (++ready < 2) return;
      took = Number(process.hrtime.bigint() - start) / 1e9;
      for (const q of all) q.stdin.end();
    });
    p.on('exit', () => {
      if (++ended === 2) told(took);
    });
  }
}

process.stdin.on('data', () => {
  twoReady((took) => process.stdout.write(JSON.stringify({ok: {value: took}}) + '\n'));
});
