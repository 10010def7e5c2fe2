using BootstrapVz.Common.Inspection;

namespace BootstrapVz.Common.Comparison;

/// <summary>Compares bytes without reading holes that both sides have.</summary>
internal static class ByteComparer
{
    public const int Block = 4096;
    private const int AtOnce = 256 * Block;

    /// <summary>The first byte that differs, or null; what is longer differs where the other ends. And how many blocks of 4 KiB differ.</summary>
    public static (long? First, long Blocks) Compare(ByteSource first, ByteSource second, CancellationToken ct, bool count = false)
    {
        var shorter = Math.Min(first.Length, second.Length);
        long? found = null;
        var blocks = 0L;
        var size = (int)Math.Min(AtOnce, shorter);
        var (left, right) = (new byte[size], new byte[size]);
        foreach (var (start, end) in Union(first.Ranges(), second.Ranges(), shorter))
        {
            for (var position = start; position < end; position += size)
            {
                ct.ThrowIfCancellationRequested();
                var length = (int)Math.Min(size, end - position);
                first.Read(left.AsSpan(0, length), position);
                second.Read(right.AsSpan(0, length), position);
                var same = left.AsSpan(0, length).CommonPrefixLength(right.AsSpan(0, length));
                if (same == length)
                    continue;
                found ??= position + same;
                if (!count)
                    return (found, 1);
                for (var block = same / Block * Block; block < length; block += Block)
                {
                    var part = Math.Min(Block, length - block);
                    blocks += left.AsSpan(block, part).SequenceEqual(right.AsSpan(block, part)) ? 0 : 1;
                }
            }
        }

        return (found ?? (first.Length == second.Length ? null : shorter), blocks);
    }

    // Both sides' ranges in one order, grown to whole blocks so that none is counted twice.
    private static IEnumerable<(long Start, long End)> Union(IEnumerable<(long Start, long End)> first, IEnumerable<(long Start, long End)> second, long limit)
    {
        (long Start, long End)? open = null;
        foreach (var (start, end) in first.Concat(second).Select(r => (Start: r.Start / Block * Block, End: Math.Min((r.End + Block - 1) / Block * Block, limit))).OrderBy(r => r.Start))
        {
            if (open is { } last && start <= last.End)
            {
                open = (last.Start, Math.Max(last.End, end));
                continue;
            }

            if (open is { } done)
                yield return done;
            open = (start, end);
        }

        if (open is { } rest && rest.Start < limit)
            yield return rest;
    }
}
