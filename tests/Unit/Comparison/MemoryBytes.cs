using BootstrapVz.Common.Inspection;

namespace BootstrapVz.Test.Unit.Comparison;

/// <summary>Bytes in memory, without holes.</summary>
internal sealed class MemoryBytes(byte[] bytes) : ByteSource
{
    public override long Length => bytes.Length;

    /// <summary>A file with this content, at the start of its filesystem.</summary>
    public static FileBytes File(byte[] content) => new(new MemoryBytes(content), [new(0, 0, content.Length)], content.Length);

    public override IEnumerable<(long Start, long End)> Ranges() => [(0, bytes.Length)];

    public override void Read(Span<byte> buffer, long position)
    {
        var part = bytes.AsSpan((int)Math.Min(position, bytes.Length));
        part = part[..Math.Min(part.Length, buffer.Length)];
        part.CopyTo(buffer);
        buffer[part.Length..].Clear();
    }
}
