using BootstrapVz.Common.Volumes;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Inspection;

/// <summary>Bytes that can be read at any place, and where they are not zero for certain.</summary>
public abstract class ByteSource
{
    /// <summary>How many there are.</summary>
    public abstract long Length { get; }

    /// <summary>Ranges outside of which everything is zero, in order.</summary>
    public abstract IEnumerable<(long Start, long End)> Ranges();

    /// <summary>Fills a buffer; what lies beyond the end is zero.</summary>
    public abstract void Read(Span<byte> buffer, long position);

    /// <summary>Up to so many bytes from a place on.</summary>
    public byte[] Take(long position, long count)
    {
        var bytes = new byte[Math.Max(0, Math.Min(count, Length - position))];
        Read(bytes, position);
        return bytes;
    }
}

/// <summary>Part of a disk.</summary>
/// <param name="disk">The disk, raw.</param>
/// <param name="start">The part's first byte.</param>
/// <param name="length">Its length.</param>
public sealed class DiskBytes(SafeFileHandle disk, long start, long length) : ByteSource
{
    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override IEnumerable<(long Start, long End)> Ranges() =>
        from range in SparseCopy.DataRanges(disk, Libc.Length(disk))
        where range.End > start && range.Start < start + length
        select (Math.Max(range.Start - start, 0), Math.Min(range.End - start, length));

    /// <inheritdoc/>
    public override void Read(Span<byte> buffer, long position)
    {
        var inside = (int)Math.Clamp(length - position, 0, buffer.Length);
        var done = 0;
        for (var read = 1; done < inside && read > 0; done += read)
            read = RandomAccess.Read(disk, buffer[done..inside], start + position + done);
        buffer[done..].Clear();
    }
}

/// <summary>A piece of a file that lies in one piece in its filesystem.</summary>
/// <param name="Position">Its place in the file.</param>
/// <param name="Place">Its place in the filesystem, in bytes.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record Extent(long Position, long Place, long Length);

/// <summary>A file's content.</summary>
/// <param name="filesystem">The filesystem it is in.</param>
/// <param name="extents">Its pieces, in order; what is between them is zero.</param>
/// <param name="length">The file's size.</param>
public sealed class FileBytes(ByteSource filesystem, IReadOnlyList<Extent> extents, long length) : ByteSource
{
    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override IEnumerable<(long Start, long End)> Ranges() =>
        extents.Where(e => e.Position < length).Select(e => (e.Position, Math.Min(e.Position + e.Length, length)));

    /// <inheritdoc/>
    public override void Read(Span<byte> buffer, long position)
    {
        buffer.Clear();
        foreach (var extent in extents)
        {
            var from = Math.Max(position, extent.Position);
            var to = Math.Min(Math.Min(position + buffer.Length, extent.Position + extent.Length), length);
            if (from < to)
                filesystem.Read(buffer[(int)(from - position)..(int)(to - position)], extent.Place + from - extent.Position);
        }
    }

    /// <summary>Where a byte of the file lies in its filesystem; null for one that takes no space.</summary>
    public long? PlaceOf(long position) =>
        extents.FirstOrDefault(e => position >= e.Position && position < e.Position + e.Length) is { } extent
            ? extent.Place + position - extent.Position
            : null;
}
