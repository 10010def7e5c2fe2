using BootstrapVz.Common.Inspection;

namespace BootstrapVz.Common.Comparison.Causes;

/// <summary>Says what is likely behind a file that two builds of one manifest made differently.</summary>
/// <param name="before">Where the first was built.</param>
/// <param name="after">Where the second was built.</param>
public sealed class CauseFinder(Surroundings before, Surroundings after)
{
    // What is larger is hardly text, and the first difference is in what was read or it is not found.
    private const long Enough = 32 << 20;

    /// <summary>The likely cause; null when nothing is recognised.</summary>
    public string? Find(FileChange change, FileBytes? first, FileBytes? second)
    {
        if (change.Kind != ChangeKind.Changed)
            return NameCauses.OfPath(change.Path, before, after) ?? "one build made it and the other did not";
        if (change.Content is null || first is null || second is null)
            return PropertyCauses.Of(change.Changes);
        if (NameCauses.OfFile(change.Path) is { } known)
            return known;
        if (first.Length > Enough || second.Length > Enough)
            return null;
        return ContentCauses.Of(new(first.Take(0, first.Length), second.Take(0, second.Length), before, after));
    }
}
