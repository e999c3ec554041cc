package io.irepa.plugin.datasets;

import io.irepa.IrepaException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.unsafe.UnsafeAllocationManager;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageMetadataResult;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The record batches of an Arrow file, mapped into memory: opening reads their headers alone, and a
 * row costs what it holds.
 */
final class ArrowBatches implements Closeable {
  /** Before the stream in Arrow's file format, which datasets does not write, and others do. */
  private static final byte[] FILE_MAGIC = "ARROW1\0\0".getBytes(StandardCharsets.US_ASCII);

  private final BufferAllocator allocator;
  private final List<VectorSchemaRoot> batches = new ArrayList<>();

  /** They unmap themselves when nobody refers to them any more. */
  private final List<MappedByteBuffer> mappings = new ArrayList<>();

  private Schema schema;

  private ArrowBatches() {
    this.allocator =
        new RootAllocator(
            RootAllocator.configBuilder()
                .allocationManagerFactory(UnsafeAllocationManager.FACTORY)
                .build());
  }

  /**
   * Maps a file.
   *
   * @throws IrepaException if the JVM does not let Arrow into its buffers
   * @throws IOException if it is damaged or cut short
   */
  static ArrowBatches map(Path file) throws IOException {
    ArrowBatches batches = started();
    boolean whole = false;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      batches.read(channel);
      whole = true;
      return batches;
    } finally {
      if (!whole) {
        batches.close();
      }
    }
  }

  private static ArrowBatches started() {
    try {
      return new ArrowBatches();
    } catch (LinkageError e) {
      throw new IrepaException(
          "Arrow's library does not start: it needs the JVM's flag --add-opens=java.base/java.nio=ALL-UNNAMED, which ./irepa gives.",
          e);
    }
  }

  private void read(FileChannel channel) throws IOException {
    ByteBuffer magic = ByteBuffer.allocate(FILE_MAGIC.length);
    channel.read(magic, 0);
    channel.position(Arrays.equals(magic.array(), FILE_MAGIC) ? FILE_MAGIC.length : 0);
    ReadChannel in = new ReadChannel(channel);
    this.schema = MessageSerializer.deserializeSchema(in);
    for (MessageMetadataResult message = MessageSerializer.readMessage(in);
        message != null;
        message = MessageSerializer.readMessage(in)) {
      long start = channel.position();
      long length = message.getMessageBodyLength();
      if (start + length > channel.size()) {
        throw new EOFException("it ends within the batch of rows " + batches.size());
      }
      if (message.getMessage().headerType() != MessageHeader.RecordBatch) {
        throw new IOException("it has values in a dictionary; decode them before saving");
      }
      batches.add(load(channel, message, start, length));
      channel.position(start + length);
    }
  }

  private VectorSchemaRoot load(
      FileChannel channel, MessageMetadataResult message, long start, long length)
      throws IOException {
    if (length > Integer.MAX_VALUE) {
      throw new IOException("it has a batch of more than 2 GiB; save it with smaller batches");
    }
    MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, start, length);
    mappings.add(bytes);
    VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
    try (ArrowBuf body = allocator.wrapForeignAllocation(new Mapping(bytes));
        ArrowRecordBatch batch = MessageSerializer.deserializeRecordBatch(message, body)) {
      body.getReferenceManager().retain(); // the batch takes over one
      new VectorLoader(root).load(batch);
      return root;
    } catch (IOException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  /** Memory of a buffer that is kept elsewhere. */
  private static final class Mapping extends ForeignAllocation {
    Mapping(MappedByteBuffer bytes) {
      super(bytes.capacity(), MemoryUtil.getByteBufferAddress(bytes));
    }

    @Override
    protected void release0() {}
  }

  Schema schema() {
    return schema;
  }

  List<VectorSchemaRoot> all() {
    return batches;
  }

  @Override
  public void close() {
    batches.forEach(VectorSchemaRoot::close);
    allocator.close();
    mappings.clear();
  }
}
