namespace BootstrapVz.Common.Comparison.Causes;

/// <summary>Causes of properties that differ while the content is the same.</summary>
internal static class PropertyCauses
{
    private const int MaskedBits = 63; // 077: what a umask takes away

    private static readonly (Func<Change, bool> Fits, string Cause)[] Table =
    [
        (change => change.What == "mode" && IsMasked(change), "the umask of whoever builds"),
        (change => change.What == "owner", "a number given to a user or group in the order in which they were made, or whoever builds"),
        (change => change.What == "time", "a time set by hand, or a clock: only times after SOURCE_DATE_EPOCH are cut back to it"),
        (change => change.What == "target", "a link to a path that only one build had"),
    ];

    public static string? Of(IReadOnlyList<Change> changes) =>
        Table.Where(entry => changes.Any(entry.Fits)).Select(entry => entry.Cause).FirstOrDefault();

    private static bool IsMasked(Change change) =>
        change is { First: { } first, Second: { } second } && ((Convert.ToInt32(first, 8) ^ Convert.ToInt32(second, 8)) & ~MaskedBits) == 0;
}
