using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests.Binding;

/// <summary>A mapping with keys the user chooses.</summary>
internal abstract class MapShape(ScalarShape key, Shape value) : Shape
{
    public ScalarShape Key { get; } = key;

    public Shape Value { get; } = value;

    public override string Meaning => "a mapping";

    /// <summary>The dictionary of some keys; never null, keys that cannot be used are left out after reporting them.</summary>
    public abstract object BindEntries(IEnumerable<Entry> entries, Site site);
}

/// <summary>A mapping with typed keys and values, in the file's order.</summary>
internal sealed class MapShape<TKey, TValue>(ScalarShape key, Shape value) : MapShape(key, value)
    where TKey : notnull
{
    public override object? Bind(Node node, Site site)
    {
        if (node is not MappingNode mapping)
            return site.WrongKind(node, Meaning, "write 'key: value' lines below it, or remove the key");
        return site.AllowsCount(node, mapping.Entries.Count, "key") ? BindEntries(mapping.Entries, site) : null;
    }

    public override object BindEntries(IEnumerable<Entry> entries, Site site)
    {
        var values = new Dictionary<TKey, TValue>();
        foreach (var entry in entries)
        {
            var at = site.Item(entry.Key);
            if (!at.AllowsKey(entry))
                continue;
            if (Key.Parse(entry.Key) is not TKey key)
                at.Fail(entry.Location, ErrorCodes.BadKey, $"the key {entry.Key.Quoted()} is not {Key.Meaning}");
            else if (Value.Bind(entry.Value, at) is TValue value)
                values[key] = value;
        }

        return values;
    }
}
