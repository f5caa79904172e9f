// The experiments on threads of Java, which have no lock: see bench/lab/against.
//
// arguments: experiment, its own, and for how long to count before it is measured

import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

public class Race {
	private static volatile long sink;

	private static void count(long n) {
		long x = n;
		while (x > 0) {
			x -= 1 + (sink & 0); // a volatile read keeps the loop
		}
	}

	private static long cpu() {
		return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
				.getProcessCpuTime();
	}

	/** warmUp counts until the compiler has made what is measured then. */
	private static void warmUp(String seconds) {
		long start = System.nanoTime();
		while (System.nanoTime() - start < Double.parseDouble(seconds) * 1e9) {
			count(10_000);
		}
	}

	public static void main(String[] args) throws Exception {
		if (!args[0].equals("convoy")) {
			warmUp(args[args.length - 1]);
		}
		switch (args[0]) {
			case "rate" -> rate(Double.parseDouble(args[1]));
			case "serial" -> slowdown(1, Long.parseLong(args[1]));
			case "slowdown" -> slowdown(Integer.parseInt(args[2]), Long.parseLong(args[3]));
			case "convoy" -> convoy(Integer.parseInt(args[2]));
			default -> System.exit(2);
		}
	}

	/** rate says how many steps of the countdown a second has, from ever longer ones. */
	private static void rate(double seconds) {
		for (long n = 10_000;; n *= 2) {
			long start = System.nanoTime();
			count(n);
			long wall = System.nanoTime() - start;
			if (wall >= seconds * 1e9) {
				System.out.println("rate " + (long) (n * 1e9 / wall));
				return;
			}
		}
	}

	/** slowdown cuts the countdown over threads; one is the main thread. */
	private static void slowdown(int threads, long n) throws InterruptedException {
		long used = cpu(), start = System.nanoTime();
		if (threads == 1) {
			count(n);
		} else {
			Thread[] all = new Thread[threads];
			for (int i = 0; i < threads; i++) {
				all[i] = new Thread(() -> count(n / threads));
				all[i].start();
			}
			for (Thread t : all) {
				t.join();
			}
		}
		System.out.println("ran " + (System.nanoTime() - start) + " " + Math.max(0, cpu() - used) + " 0");
	}

	private static void convoy(int threads) throws Exception {
		DatagramSocket s = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
		for (int i = 0; i < threads; i++) {
			Thread t = new Thread(() -> {
				while (true) {
					count(1 << 20);
				}
			});
			t.setDaemon(true);
			t.start();
		}
		System.out.println("port " + s.getLocalPort());
		long used = cpu();
		byte[] data = new byte[256];
		while (true) {
			DatagramPacket p = new DatagramPacket(data, data.length);
			s.receive(p);
			if (p.getLength() == 1 && data[0] == 'q') {
				break;
			}
			s.send(p);
		}
		System.out.println("ran 0 " + Math.max(0, cpu() - used) + " 0");
		Runtime.getRuntime().halt(0);
	}
}
