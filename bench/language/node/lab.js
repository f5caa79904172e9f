// The experiments on worker threads of Node, which share no lock: see bench/lab/against.
//
// arguments: experiment, and its own
'use strict';
const threads = require('worker_threads');

const ns = () => Number(process.hrtime.bigint());
const say = (...words) => require('fs').writeSync(1, words.join(' ') + '\n');

// cpu is what all threads of this process have used, in ns.
function cpu() {
  const u = process.cpuUsage();
  return (u.user + u.system) * 1000;
}

function count(n) {
  while (n > 0) n--;
}

// rate says how many steps of the countdown a second has, from ever longer ones.
function rate(seconds) {
  for (let n = 10000; ; n *= 2) {
    const start = ns();
    count(n);
    const wall = ns() - start;
    if (wall >= seconds * 1e9) return say('rate', Math.floor(n * 1e9 / wall));
  }
}

function serial(n) {
  const used = cpu(), start = ns();
  count(n);
  say('ran', ns() - start, cpu() - used, 0);
}

function slowdown(workers, n) {
  const used = cpu(), start = ns();
  let left = workers;
  for (let i = 0; i < workers; i++) {
    new threads.Worker(__filename, {workerData: Math.floor(n / workers)}).on('exit', () => {
      if (--left === 0) say('ran', ns() - start, cpu() - used, 0);
    });
  }
}

function convoy(workers) {
  const s = require('dgram').createSocket('udp4');
  for (let i = 0; i < workers; i++) new threads.Worker(__filename, {workerData: Infinity});
  let used;
  s.on('message', (data, from) => {
    if (data.length === 1 && data[0] === 0x71) {
      say('ran', 0, cpu() - used, 0);
      process.reallyExit(0);
    }
    s.send(data, from.port, from.address);
  });
  s.bind(0, '127.0.0.1', () => {
    used = cpu();
    say('port', s.address().port);
  });
}

const [experiment, ...args] = process.argv.slice(2);
if (!threads.isMainThread) count(threads.workerData);
else if (experiment === 'rate') rate(Number(args[0]));
else if (experiment === 'serial') serial(Number(args[0]));
else if (experiment === 'slowdown') slowdown(Number(args[1]), Number(args[2]));
else if (experiment === 'convoy') convoy(Number(args[1]));
