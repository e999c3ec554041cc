import io.irepa.image.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Our side of bench/images: images a second, after a round that lets the compiler work. */
public final class Images {
  public static void main(String[] arguments) throws Exception {
    List<Path> files;
    try (Stream<Path> found = Files.walk(Path.of(arguments[0]))) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    }
    int size = Integer.parseInt(arguments[1]);
    int threads = Integer.parseInt(arguments[2]);
    double seconds = Double.parseDouble(arguments[3]);
    rate(files, size, threads, seconds);
    System.out.println(rate(files, size, threads, seconds));
  }

  private static double rate(List<Path> files, int size, int threads, double seconds)
      throws InterruptedException {
    AtomicLong count = new AtomicLong();
    long start = System.nanoTime();
    List<Thread> workers = new ArrayList<>();
    for (int first = 0; first < threads; first++) {
      int thread = first;
      workers.add(
          new Thread(
              () -> {
                try {
                  for (int i = thread; System.nanoTime() - start < seconds * 1e9; i += threads) {
                    Picture.read(files.get(i % files.size()), 1).centreCrop(size).values();
                    count.incrementAndGet();
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
    }
    for (Thread worker : workers) {
      worker.start();
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return count.get() * 1e9 / (System.nanoTime() - start);
  }
}
