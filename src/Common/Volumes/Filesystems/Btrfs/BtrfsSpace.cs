using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Volumes;

namespace BootstrapVz.Common.Volumes.Filesystems.Btrfs;

/// <summary>What a chunk holds; what it is written twice for is marked so.</summary>
[Flags]
internal enum BtrfsProfile : ulong
{
    Data = 1,
    System = 2,
    Metadata = 4,
    Twice = 0x20,
}

/// <summary>A range of the device that is given to one use. Its address is where its first copy lies.</summary>
/// <param name="Profile">The use.</param>
/// <param name="Length">Its length.</param>
/// <param name="Copies">Where it lies on the device.</param>
internal sealed record BtrfsChunk(BtrfsProfile Profile, long Length, IReadOnlyList<long> Copies)
{
    /// <summary>How much of it is taken, from its start.</summary>
    public long Used { get; init; }

    public long Start => Copies[0];
}

/// <summary>Divides the device into chunks: one for the chunks' own tree, as many as are needed for content, and one for all other trees.</summary>
/// <param name="size">The size of the device, a multiple of 1 MiB.</param>
internal sealed class BtrfsSpace(long size)
{
    /// <summary>The size of the device.</summary>
    public long Size => size;

    /// <summary>Content is read and written in multiples of this.</summary>
    public const int Sector = 4096;

    private const long MiB = 1 << 20;
    private const long LargestExtent = 128 * MiB; // BTRFS_MAX_EXTENT_SIZE
    private const long LargestChunk = 1024 * MiB;
    private const long SmallestData = 8 * MiB;
    private readonly List<BtrfsChunk> _data = [];
    private long _next;
    private long _end;

    /// <summary>Chunks of content; the last one is only as long as it has to be, the rest of the device can be used for anything.</summary>
    public IReadOnlyList<BtrfsChunk> Data()
    {
        if (_data.Count == 0)
            OpenData();
        var last = _data[^1];
        var used = _next - last.Start;
        var length = Math.Min(last.Length, Math.Max(SmallestData, (used + MiB - 1) / MiB * MiB));
        return [.. _data.SkipLast(1), last with { Length = length, Used = used }];
    }

    /// <summary>The chunk that the chunks' own tree is in.</summary>
    public BtrfsChunk System { get; } = new(BtrfsProfile.System | BtrfsProfile.Twice, BtrfsGeometry.System.Count, [BtrfsGeometry.Reserved.Count, (BtrfsGeometry.Reserved + BtrfsGeometry.System).Count]);

    /// <summary>Takes room for content.</summary>
    public IEnumerable<(long Start, long Length)> Take(long length)
    {
        while (length > 0)
        {
            if (_next == _end)
                OpenData();
            var some = Math.Min(Math.Min(length, LargestExtent), _end - _next);
            yield return (_next, some);
            _next += some;
            length -= some;
        }
    }

    /// <summary>A chunk for trees behind the content: with room to live in, or if there is none, just large enough.</summary>
    public BtrfsChunk Metadata(long used)
    {
        var data = Data()[^1];
        foreach (var length in (long[])[BtrfsGeometry.Metadata(new(used)).Count, (used + used / 8 + 4 * MiB) / MiB * MiB])
        {
            var first = Free(data.Start + data.Length, length);
            var second = Free(first + length, length);
            if (second + length <= size)
                return new(BtrfsProfile.Metadata | BtrfsProfile.Twice, length, [first, second]) { Used = used };
        }

        throw TooSmall();
    }

    private static BuildException TooSmall() => new("the btrfs filesystem is too small for its content", "give the partition more, or 'auto'");

    private void OpenData()
    {
        if (_data.Count > 0)
            _data[^1] = _data[^1] with { Used = _data[^1].Length };
        var start = _data.Count == 0 ? (BtrfsGeometry.Reserved + BtrfsGeometry.System * 2).Count : _end;
        start = Free(start, MiB);
        // As the kernel does, no more than a tenth of the device at once, which keeps the uses apart in small pieces.
        var length = Math.Min(LargestChunk, Math.Max(SmallestData, size / 10 / MiB * MiB));
        var mirror = BtrfsGeometry.SuperCopies.Select(copy => copy.Count).FirstOrDefault(copy => start < copy, long.MaxValue);
        (_next, _end) = (start, Math.Min(Math.Min(start + length, mirror), size));
        if (_end <= _next)
            throw TooSmall();
        _data.Add(new(BtrfsProfile.Data, _end - _next, [_next]));
    }

    // Nothing is put where the copies of the superblock are.
    private static long Free(long start, long length) =>
        BtrfsGeometry.SuperCopies.Aggregate(start, (place, copy) => place < copy.Count + MiB && place + length > copy.Count ? copy.Count + MiB : place);
}
