using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Binding;

/// <summary>A section: a mapping whose keys are the settings of an options record.</summary>
internal sealed class RecordShape(Type type) : Shape
{
    private readonly Lazy<Section> _section = new(() => Section.Of(type));

    public Section Section => _section.Value;

    public override string Meaning => "a mapping of settings";

    /// <summary>The record; settings that could not be bound keep their default and are noted as broken.</summary>
    public override object? Bind(Node node, Site site)
    {
        var options = Section.CreateDefault();
        if (Section.WholeValue is { } whole)
        {
            var value = whole.Shape.Bind(node, site.For(whole));
            whole.Property.SetValue(options, value);
            return value is null ? null : options;
        }

        if (node is ScalarNode { Kind: ScalarKind.Nothing })
            node = new MappingNode(node.Location, []);
        if (node is not MappingNode mapping)
            return site.WrongKind(node, Meaning, HintFor());
        BindSettings(mapping, options, site);
        return options;
    }

    private void BindSettings(MappingNode mapping, object options, Site site)
    {
        var others = new List<Entry>();
        foreach (var entry in mapping.Entries)
        {
            if (Section.Settings.FirstOrDefault(setting => setting.Key == entry.Key) is { } setting)
                Set(setting, options, setting.Shape.Bind(entry.Value, site.At(setting)));
            else if (Section.OtherKeys is not null && !IsMisspelt(entry, mapping))
                others.Add(entry);
            else
                Unknown(entry, site);
        }

        if (Section.OtherKeys is { } rest)
            Set(rest, options, ((MapShape)rest.Shape).BindEntries(others, site.For(rest)));
        foreach (var setting in Section.Settings.Where(setting => setting.IsRequired && mapping.Find(setting.Key) is null))
        {
            site.At(setting).Fail(
                mapping.Location,
                ErrorCodes.MissingSetting,
                $"{site.SectionName} lacks the setting '{setting.Key}'",
                $"add '{setting.Key}: …', {ExpectedOf(setting)}");
        }
    }

    private static void Set(Setting setting, object options, object? value)
    {
        if (value is not null)
            setting.Property.SetValue(options, value);
    }

    /// <summary>In a section with free keys: a scalar where a mapping is due, at a key that looks like a setting.</summary>
    private bool IsMisspelt(Entry entry, MappingNode mapping) =>
        ((MapShape)Section.OtherKeys!.Shape).Value is RecordShape
        && entry.Value is ScalarNode { Kind: not ScalarKind.Nothing }
        && TextDistance.Nearest(entry.Key, Section.Settings.Select(setting => setting.Key).Where(key => mapping.Find(key) is null)) is not null;

    private void Unknown(Entry entry, Site site)
    {
        var keys = Section.Settings.Select(setting => setting.Key).ToList();
        var hint = TextDistance.Suggest(entry.Key, keys)
            ?? (keys.Count == 0 ? "remove it; there is nothing to set here" : "its settings are " + string.Join(", ", keys));
        site.Error(entry.Location, ErrorCodes.UnknownSetting, $"{site.SectionName} has no setting {entry.Key.Quoted()}", hint);
    }

    private string HintFor() =>
        Section.Settings is [var first, ..] ? $"write it like this: {{{first.Key}: …}}" : "leave it empty or write {}";

    private static string ExpectedOf(Setting setting) => setting.Shape switch
    {
        _ when setting.Limit<System.ComponentModel.DataAnnotations.AllowedValuesAttribute>() is { } allowed =>
            "one of " + allowed.Values.Select(value => value?.ToString() ?? "").QuotedList(),
        var shape => shape.Meaning,
    };
}
