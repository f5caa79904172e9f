// The workers of a race in Java: one in the main thread, or threads. They speak the line protocol of
// bench/language/speak.
//
// arguments: way, workers, items in a pass, items in a share

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

public class Race {
	private static final long TELL = 250_000_000; // ns between two signs of life
	private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);
	private static long size, share;
	private static final AtomicLong next = new AtomicLong();

	public static void main(String[] args) throws Exception {
		System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true)); // a twin's output is no line
		int workers = Integer.parseInt(args[1]);
		size = Long.parseLong(args[2]);
		share = Long.parseLong(args[3]);
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		if (args[0].equals("serial")) {
			guarded(0, () -> {
				ready(0);
				for (String line = in.readLine(); line != null; line = in.readLine()) {
					next.set(0);
					job(0, line);
				}
			});
			return;
		}
		List<BlockingQueue<String>> queues = new ArrayList<>();
		for (int i = 0; i < workers; i++) {
			BlockingQueue<String> queue = new LinkedBlockingQueue<>();
			queues.add(queue);
			int worker = i;
			Thread t = new Thread(() -> guarded(worker, () -> {
				ready(worker);
				while (true) {
					job(worker, queue.take());
				}
			}));
			t.setDaemon(true);
			t.start();
		}
		for (String line = in.readLine(); line != null; line = in.readLine()) {
			next.set(0);
			for (BlockingQueue<String> queue : queues) {
				queue.put(line);
			}
		}
		Runtime.getRuntime().halt(0);
	}

	private interface Body {
		void run() throws Exception;
	}

	/** guarded runs what a worker does, and says what it throws. */
	private static void guarded(int i, Body body) {
		try {
			body.run();
		} catch (Throwable e) {
			say("fail " + i + " " + e);
			Runtime.getRuntime().halt(1);
		}
	}

	/** say tells the parent one line. It is one write, so lines of several workers don't mix. */
	private static void say(String line) {
		line = line.replace('\n', ' ');
		line = line.substring(0, Math.min(line.length(), 2000)) + "\n";
		try {
			OUT.write(line.getBytes(StandardCharsets.US_ASCII));
		} catch (IOException e) {
			Runtime.getRuntime().halt(1);
		}
	}

	/** ids are the process and the kernel's number of this thread. */
	private static String ids() throws IOException {
		Path p = Files.readSymbolicLink(Path.of("/proc/thread-self"));
		return p.getName(0) + " " + p.getName(2);
	}

	/** used is the CPU time of this thread and how long it waited for a core, in ns. */
	private static long[] used() throws IOException {
		String[] words = Files.readString(Path.of("/proc/thread-self/schedstat")).trim().split(" ");
		return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
	}

	private static void ready(int i) throws IOException {
		long began = System.nanoTime();
		Twin.run(0, 0);
		long setup = System.nanoTime() - began;
		Twin.run(0, Math.min(share, size));
		say("ready " + i + " " + ids() + " " + setup);
	}

	private static void job(int i, String line) throws IOException {
		String[] words = line.split(" ");
		long n = Long.parseLong(words[1]), cut = Long.parseLong(words[2]), passes = Long.parseLong(words[3]);
		long[] before = used();
		long start = System.nanoTime(), told = start;
		long perPass = (n + cut - 1) / cut, total = perPass * passes, sum = 0, shares = 0;
		for (long k = next.getAndIncrement(); k < total; k = next.getAndIncrement()) {
			long lo = k % perPass * cut;
			sum += Twin.run(lo, Math.min(lo + cut, n));
			shares++;
			long t = System.nanoTime();
			if (t - told > TELL) {
				told = t;
				say("at " + i + " " + shares);
			}
		}
		long window = System.nanoTime() - start;
		long[] after = used();
		say("row " + i + " " + ids() + " " + shares + " " + Long.toUnsignedString(sum) + " " + (after[0] - before[0])
				+ " 0 " + window + " " + (after[1] - before[1]));
	}
}

// The twin: class Twin, which defines static long run(long lo, long hi). What it builds, it builds when it is loaded.
// THE TWIN
