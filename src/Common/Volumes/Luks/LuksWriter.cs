using System.Buffers;
using System.Security.Cryptography;
using BootstrapVz.Base.Volumes;
using Microsoft.Win32.SafeHandles;

namespace BootstrapVz.Common.Volumes.Luks;

/// <summary>Makes a LUKS2 container around what a partition of a volume's file holds already, in place and without a device.</summary>
internal static class LuksWriter
{
    private const int ChunkSize = 1 << 20;

    /// <summary>Encrypts all of the partition behind the header's place, free space too, then writes the header.</summary>
    /// <param name="image">The volume's file.</param>
    /// <param name="partition">The partition, with its container.</param>
    /// <param name="secrets">What opens it.</param>
    /// <param name="jobs">How much is done at the same time.</param>
    /// <param name="ct">Stops it.</param>
    public static void Write(SafeFileHandle image, PlannedPartition partition, IReadOnlyList<string> secrets, int jobs, CancellationToken ct)
    {
        var start = (partition.Start + Encryption.HeaderSize).Count;
        var length = partition.End.Count - start;
        var how = new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = ct };
        var keys = new LuksKeys(partition.Encryption!.Uuid, secrets, HashOf(image, start, length, how));
        ForEachChunk(image, start, length, how, (chunk, at) =>
        {
            Xts.Encrypt(keys.VolumeKey, chunk, at / Xts.SectorSize);
            RandomAccess.Write(image, chunk, start + at);
        });
        RandomAccess.Write(image, LuksHeader.Render(keys, Encryption.HeaderSize.Count), partition.Start.Count);
    }

    private static byte[] HashOf(SafeFileHandle image, long start, long length, ParallelOptions how)
    {
        var hashes = new byte[(length + ChunkSize - 1) / ChunkSize * SHA256.HashSizeInBytes];
        ForEachChunk(image, start, length, how, (chunk, at) =>
        {
            if (chunk.ContainsAnyExcept((byte)0)) // what is empty is quickly told
                SHA256.HashData(chunk, hashes.AsSpan((int)(at / ChunkSize) * SHA256.HashSizeInBytes));
        });
        return SHA256.HashData(hashes);
    }

    private static void ForEachChunk(SafeFileHandle image, long start, long length, ParallelOptions how, ChunkWork work) =>
        Parallel.For(0L, (length + ChunkSize - 1) / ChunkSize, how, index =>
        {
            var at = index * ChunkSize;
            var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
            var chunk = buffer.AsSpan(0, (int)Math.Min(ChunkSize, length - at));
            FullRead.Fill(image, chunk, start + at);
            work(chunk, at);
            ArrayPool<byte>.Shared.Return(buffer);
        });

    private delegate void ChunkWork(Span<byte> chunk, long at);
}
