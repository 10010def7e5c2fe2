using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Binding;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Matrix;

/// <summary>A setting and the values it takes in turn.</summary>
/// <param name="Setting">The setting's path.</param>
/// <param name="Place">Where the axis begins.</param>
/// <param name="Values">The values.</param>
internal sealed record MatrixAxis(string Setting, SourceLocation Place, IReadOnlyList<ManifestOverride> Values)
{
    /// <summary>What errors on the command line name instead of a file; the line is which of these options, the column the character in its word.</summary>
    public const string Option = "--matrix";

    /// <summary>An axis from its list of values; null after reporting what is wrong.</summary>
    public static MatrixAxis? From(string setting, SourceLocation place, Node values, Findings findings)
    {
        if (values is not SequenceNode list)
        {
            findings.Error(values.Location, ErrorCodes.WrongKind, $"the axis {setting.Quoted()} is {values.Description}, but should be a list of values", "put the values in brackets: [raw, qcow2]");
            return null;
        }

        if (list.Items.Count == 0)
        {
            findings.Error(values.Location, ErrorCodes.BadValue, $"the axis {setting.Quoted()} has no value", "give it one at least, or remove it");
            return null;
        }

        MatrixAxis axis = new(setting, place, [.. list.Items.Select(item => new ManifestOverride(setting, FlowText.Of(item), item.Location))]);
        foreach (var twin in axis.Values.Where((value, index) => axis.Values.Take(index).Any(earlier => earlier.Value == value.Value)))
            findings.Error(twin.Place, ErrorCodes.BadValue, $"{twin.Text.Quoted()} stands in the axis {setting.Quoted()} a second time", "remove it");
        return axis;
    }

    /// <summary>The axes of the command line, <c>SETTING=VALUE,VALUE</c> each; the values are items of a YAML list.</summary>
    public static IReadOnlyList<MatrixAxis> FromWords(IReadOnlyList<string> words, Findings findings)
    {
        var axes = new List<MatrixAxis>();
        foreach (var (word, number) in words.Select((word, index) => (word, index + 1)))
        {
            var place = new SourceLocation(Option, number, 1);
            var end = word.IndexOf('=', StringComparison.Ordinal);
            if (end < 1)
            {
                findings.Error(place, ErrorCodes.BadMatrix, $"{word.Quoted()} is no axis", "write SETTING=VALUE,VALUE: system.release=bookworm,trixie");
                continue;
            }

            var inside = new Findings();
            var list = YamlSource.Read(Option, $"[{word[(end + 1)..]}]", inside);
            // The bracket takes the place of the '='.
            SourceLocation InWord(SourceLocation at) => at with { Line = number, Column = Math.Min(at.Column + end, word.Length + 1) };
            findings.AddRange(inside.All.Select(finding => finding with { Location = InWord(finding.Location) }));
            if (list is SequenceNode values && From(word[..end], place, values with { Location = InWord(values.Location), Items = [.. values.Items.Select(item => item.At(InWord(item.Location)))] }, findings) is { } axis)
                axes.Add(axis);
        }

        Refuse(axes, findings);
        return axes;
    }

    /// <summary>Reports settings that are an axis twice.</summary>
    public static void Refuse(IReadOnlyList<MatrixAxis> axes, Findings findings)
    {
        foreach (var twin in axes.Where((axis, index) => axes.Take(index).Any(earlier => earlier.Setting == axis.Setting)))
            findings.Error(twin.Place, ErrorCodes.BadMatrix, $"{twin.Setting.Quoted()} is an axis already", "put all its values into one axis");
    }
}
