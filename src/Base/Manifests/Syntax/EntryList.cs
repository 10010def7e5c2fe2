using BootstrapVz.Base.Errors;

namespace BootstrapVz.Base.Manifests.Syntax;

/// <summary>The keys of a mapping while it is read; reports those that stand twice.</summary>
internal sealed class EntryList(Findings findings)
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, SourceLocation> _places = [];

    /// <summary>Adds a key, or reports it when it stands there already; the first one counts.</summary>
    public void Add(string key, SourceLocation place, Node value)
    {
        if (_places.TryAdd(key, place))
            _entries.Add(new(key, place, value));
        else
            findings.Error(place, ErrorCodes.DuplicateKey, $"'{key}' stands here a second time", $"the first one is in line {_places[key].Line}; keep one of them");
    }

    /// <summary>The mapping; keys of its own win over merged ones, which come first as in PyYAML.</summary>
    public MappingNode ToMapping(SourceLocation place, IEnumerable<Entry> merged) =>
        new(place, [.. merged.Where(entry => !_places.ContainsKey(entry.Key)).DistinctBy(entry => entry.Key), .. _entries]);
}
