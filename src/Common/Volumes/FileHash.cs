using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes;

/// <summary>Hashes files.</summary>
internal static class FileHash
{
    /// <summary>SHA-256 of a file; its holes are hashed without being read.</summary>
    public static Task<string> Sha256Async(SafeFileHandle file, CancellationToken ct) => Task.Run(
        () =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var length = RandomAccess.GetLength(file);
            var buffer = new byte[1 << 20];
            var zeros = new byte[1 << 20];
            var position = 0L;
            foreach (var (start, end) in SparseCopy.DataRanges(file, length))
            {
                AppendZeros(hash, zeros, start - position, ct);
                for (position = start; position < end;)
                {
                    ct.ThrowIfCancellationRequested();
                    var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - position)), position);
                    if (read == 0)
                        throw new IOException("the image ended while it was hashed");
                    hash.AppendData(buffer, 0, read);
                    position += read;
                }
            }

            AppendZeros(hash, zeros, length - position, ct);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        },
        ct);

    private static void AppendZeros(IncrementalHash hash, byte[] zeros, long count, CancellationToken ct)
    {
        for (; count > 0; count -= zeros.Length)
        {
            ct.ThrowIfCancellationRequested();
            hash.AppendData(zeros, 0, (int)Math.Min(zeros.Length, count));
        }
    }
}
