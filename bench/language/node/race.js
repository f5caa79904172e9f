// The workers of a race in Node: one on the main thread, worker threads, or child processes. They speak the line protocol
// of bench/language/speak.
//
// arguments: way, workers, items in a pass, items in a share; of a child process: "child", its number, and the items
'use strict';
const fs = require('fs');
const threads = require('worker_threads');

const began = process.hrtime.bigint();
// The twin: it defines run(lo, hi), which returns a Number or, where 2^53 isn't enough, a BigInt.
// THE TWIN
const setup = process.hrtime.bigint() - began;

const TELL = 250000000n; // ns between two signs of life

// say tells the parent one line. It is one write, so lines of several workers don't mix.
function say(...words) {
  fs.writeSync(1, words.join(' ').replace(/\n/g, ' ').slice(0, 2000) + '\n');
}

// The kernel's number of this thread: calls of fs that wait are done on it.
function threadId() {
  return Number(fs.readlinkSync('/proc/thread-self').split('/').pop());
}

// CPU time of this thread and how long it waited for a core, in ns.
function used() {
  const words = fs.readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ');
  return [BigInt(words[0]), BigInt(words[1])];
}

function job(i, claim, n, cut, passes) {
  const [cpu, wait] = used();
  const start = process.hrtime.bigint();
  let told = start;
  const perPass = Math.ceil(n / cut);
  const total = perPass * passes;
  let sum = 0n;
  let shares = 0;
  for (let k = claim(); k < total; k = claim()) {
    const lo = (k % perPass) * cut;
    sum = BigInt.asUintN(64, sum + BigInt(run(lo, Math.min(lo + cut, n))));
    shares++;
    const t = process.hrtime.bigint();
    if (t - told > TELL) {
      told = t;
      say('at', i, shares);
    }
  }
  const window = process.hrtime.bigint() - start;
  const [c, w] = used();
  say('row', i, process.pid, threadId(), shares, sum, c - cpu, 0, window, w - wait);
}

// guarded runs what a worker does, and says what it throws.
function guarded(i, what) {
  try {
    what();
  } catch (e) {
    say('fail', i, e instanceof Error ? e.name + ': ' + e.message : e);
    process.reallyExit(1);
  }
}

function ready(i, size, share) {
  run(0, Math.min(share, size));
  say('ready', i, process.pid, threadId(), setup);
}

// lines calls a function for every line of standard input, and another at its end.
function lines(each, end) {
  let rest = '';
  process.stdin.on('data', (got) => {
    rest += got;
    for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n')) {
      const line = rest.slice(0, at);
      rest = rest.slice(at + 1);
      each(line.split(' ').slice(1).map(Number), line);
    }
  });
  process.stdin.on('end', end);
}

function serial(size, share) {
  let next = 0;
  guarded(0, () => ready(0, size, share));
  lines((words) => {
    next = 0;
    guarded(0, () => job(0, () => next++, ...words));
  }, () => {});
}

// counter is the next share, for threads that share its memory.
function counter(memory) {
  const next = new Int32Array(memory);
  return () => Atomics.add(next, 0, 1);
}

function crew(workers, size, share) {
  const memory = new SharedArrayBuffer(4);
  const all = [];
  for (let i = 0; i < workers; i++) {
    const w = new threads.Worker(__filename, {workerData: {i, memory, size, share}});
    w.on('error', (e) => guarded(i, () => { throw e; }));
    all.push(w);
  }
  lines((words) => {
    Atomics.store(new Int32Array(memory), 0, 0);
    for (const w of all) w.postMessage(words);
  }, () => process.reallyExit(0));
}

// thread is a worker thread.
function thread({i, memory, size, share}) {
  guarded(i, () => ready(i, size, share));
  threads.parentPort.on('message', (words) => guarded(i, () => job(i, counter(memory), ...words)));
}

function processes(workers, size, share) {
  const {spawn} = require('child_process');
  const all = [];
  for (let i = 0; i < workers; i++) {
    const p = spawn(process.execPath, [__filename, 'child', i, size, share],
      {stdio: ['pipe', 1, 2, 3, 4]}); // 3 is the lifeline: whoever holds it dies with the parent
    p.stdin.on('error', () => {}); // it has died before it was told, which is seen next
    p.on('exit', (code, signal) => {
      say('dead', i, p.pid, signal ? -require('os').constants.signals[signal] : code);
      process.reallyExit(1);
    });
    all.push(p);
  }
  lines((words, line) => {
    for (const p of all) p.stdin.write(line + '\n');
  }, () => {
    for (const p of all) {
      p.removeAllListeners('exit');
      p.stdin.end();
    }
  });
}

// child is a child process: it reads the numbers of its shares from a pipe.
function child(i, size, share) {
  const buffer = Buffer.alloc(16);
  const claim = () => {
    if (fs.readSync(4, buffer, 0, 16) !== 16) throw new Error('no more numbers of shares');
    return Number(buffer.toString('latin1'));
  };
  guarded(i, () => ready(i, size, share));
  lines((words) => guarded(i, () => job(i, claim, ...words)), () => {});
}

if (!threads.isMainThread) {
  thread(threads.workerData);
} else {
  console.log = console.error; // what a twin prints isn't a line for the parent
  const [way, ...words] = process.argv.slice(2);
  const [a, b, c] = words.map(Number);
  if (way === 'serial') serial(b, c);
  else if (way === 'threads') crew(a, b, c);
  else if (way === 'processes') processes(a, b, c);
  else if (way === 'child') child(a, b, c);
}
