using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes;

/// <summary>Copies between files without reading or writing holes.</summary>
internal static class SparseCopy
{
    private const int NoMoreData = 6; // ENXIO, lseek(2)

    /// <summary>Copies a whole file to a place in another one, whose bytes there are zero already.</summary>
    public static void Copy(SafeFileHandle source, SafeFileHandle target, long targetOffset, CancellationToken ct)
    {
        var length = RandomAccess.GetLength(source);
        foreach (var (start, end) in DataRanges(source, length))
        {
            ct.ThrowIfCancellationRequested();
            CopyRange(source, start, target, targetOffset + start, end - start);
        }
    }

    /// <summary>The same for a file in which much that is no hole is zero.</summary>
    public static void CopyNonZero(SafeFileHandle source, SafeFileHandle target, long targetOffset, CancellationToken ct)
    {
        var buffer = new byte[1 << 16];
        foreach (var (start, end) in DataRanges(source, RandomAccess.GetLength(source)))
        {
            for (var at = start; at < end;)
            {
                ct.ThrowIfCancellationRequested();
                var some = buffer.AsSpan(0, RandomAccess.Read(source, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)), at));
                if (some.IsEmpty)
                    throw new IOException("a file became shorter while it was copied");
                if (some.ContainsAnyExcept((byte)0))
                    RandomAccess.Write(target, some, targetOffset + at);
                at += some.Length;
            }
        }
    }

    /// <summary>The ranges of a file that are not holes.</summary>
    public static IEnumerable<(long Start, long End)> DataRanges(SafeFileHandle file, long length)
    {
        var position = 0L;
        while (position < length)
        {
            var start = Libc.Seek(file, position, Libc.SeekData);
            if (start < 0)
            {
                if (System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == NoMoreData)
                    yield break;
                start = position; // a filesystem that knows no holes
            }

            var end = Libc.Seek(file, start, Libc.SeekHole);
            if (end < 0)
                end = length;
            yield return (start, Math.Min(end, length));
            position = end;
        }
    }

    /// <summary>Copies a range that has no holes.</summary>
    public static void CopyRange(SafeFileHandle source, long from, SafeFileHandle target, long to, long length)
    {
        while (length > 0)
        {
            var copied = Libc.CopyFileRange(source, ref from, target, ref to, (nint)Math.Min(length, 1L << 30), 0);
            if (copied <= 0)
                break; // not between these filesystems: copy_file_range(2), EXDEV and EOPNOTSUPP
            length -= copied;
        }

        var buffer = new byte[Math.Min(Math.Max(length, 1), 1 << 20)];
        while (length > 0)
        {
            var read = RandomAccess.Read(source, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length)), from);
            if (read == 0)
                return;
            RandomAccess.Write(target, buffer.AsSpan(0, read), to);
            from += read;
            to += read;
            length -= read;
        }
    }
}
