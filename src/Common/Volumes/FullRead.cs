using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes;

/// <summary>Reads all of what is asked for: read(2) may give less.</summary>
internal static class FullRead
{
    /// <summary>Fills a buffer from a place in a file.</summary>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public static void Fill(SafeFileHandle file, Span<byte> buffer, long place)
    {
        while (!buffer.IsEmpty)
        {
            var read = RandomAccess.Read(file, buffer, place);
            if (read == 0)
                throw new EndOfStreamException("a file became shorter while it was read");
            buffer = buffer[read..];
            place += read;
        }
    }
}
