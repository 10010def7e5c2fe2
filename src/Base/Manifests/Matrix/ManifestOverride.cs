using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Binding;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Matrix;

/// <summary>One setting that is not what the manifest says. Data only, so that it can be sent to a builder.</summary>
/// <param name="Setting">The setting's path: <c>system.release</c>.</param>
/// <param name="Value">The value as YAML in flow style, which keeps its type: <c>"1"</c> is a text, <c>1</c> a number.</param>
/// <param name="Place">Where the value was given; errors about it are reported there.</param>
public sealed record ManifestOverride(string Setting, string Value, SourceLocation Place)
{
    /// <summary>The value for people: a text without its quotes.</summary>
    internal string Text => Parse() is ScalarNode scalar ? scalar.Text : Value;

    internal Node Parse()
    {
        var findings = new Findings();
        var node = YamlSource.Read(Place.File, Value, findings);
        return node is null || findings.HasErrors
            ? throw new ManifestException([.. findings.All.Select(finding => finding with { Location = Place })])
            : node.At(Place);
    }
}

/// <summary>Puts overrides into the tree of a manifest, before anything is bound: what reads the manifest cannot tell them from its own text.</summary>
internal static class Overrides
{
    private static readonly Section Base = Section.Of(typeof(BaseOptions));

    /// <summary>The tree with the overrides; those that name no section are reported.</summary>
    public static MappingNode Apply(MappingNode root, IReadOnlyList<ManifestOverride> overrides, Findings findings)
    {
        string[] sections = [.. Base.Settings.Select(setting => setting.Key), "provider", "plugins"];
        foreach (var given in overrides)
        {
            var first = Steps(root, given.Setting)[0];
            if (!sections.Contains(first) && root.Find(first) is null)
                findings.Error(given.Place, ErrorCodes.UnknownSetting, $"there is no setting {given.Setting.Quoted()}", TextDistance.Suggest(first, sections) ?? $"a manifest's sections are {string.Join(", ", sections)}");
            else
                root = (MappingNode)Set(root, [.. Steps(root, given.Setting)], given.Parse(), given.Place);
        }

        return root;
    }

    // Keys may hold dots themselves, as 'apt.conf.d' does: of the keys that are there or that settings have the longest one is meant.
    private static List<string> Steps(Node node, string path)
    {
        var steps = new List<string>();
        var section = (Section?)Base;
        while (path.Length > 0)
        {
            var here = ((node as MappingNode)?.Entries.Select(entry => entry.Key) ?? []).Concat(section?.Settings.Select(setting => setting.Key) ?? []);
            var step = here.Where(key => path == key || path.StartsWith(key + ".", StringComparison.Ordinal)).MaxBy(key => key.Length) ?? path.Split('.', 2)[0];
            steps.Add(step);
            path = path.Length > step.Length ? path[(step.Length + 1)..] : "";
            section = (section?.Settings.FirstOrDefault(setting => setting.Key == step)?.Shape as RecordShape)?.Section;
            node = Child(node, step) ?? new MappingNode(node.Location, []);
        }

        return steps;
    }

    private static Node? Child(Node node, string step) => node switch
    {
        MappingNode mapping => mapping.Find(step)?.Value,
        SequenceNode list when int.TryParse(step, out var index) && index >= 0 && index < list.Items.Count => list.Items[index],
        _ => null,
    };

    private static Node Set(Node node, ReadOnlySpan<string> steps, Node value, SourceLocation place)
    {
        if (steps.IsEmpty)
            return value;
        var step = steps[0];
        var rest = steps[1..];
        var child = Child(node, step);
        var changed = Set(child ?? new MappingNode(place, []), rest, value, place);
        if (node is SequenceNode list && child is not null)
            return list with { Items = [.. list.Items.Select(item => ReferenceEquals(item, child) ? changed : item)] };
        var mapping = node as MappingNode ?? new MappingNode(place, []);
        // The key of a value that was replaced stands where the value does; a section that only holds one keeps its place.
        var entry = new Entry(step, rest.Length == 0 || child is null ? place : mapping.Find(step)!.Location, changed);
        return child is null
            ? mapping with { Entries = [.. mapping.Entries, entry] }
            : mapping with { Entries = [.. mapping.Entries.Select(other => other.Key == step ? entry : other)] };
    }
}
