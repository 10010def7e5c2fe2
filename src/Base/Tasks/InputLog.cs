using System.Collections.Concurrent;

namespace BootstrapVz.Base.Tasks;

/// <summary>What tasks have read while they made something: the name of each thing and a hash of what it was.</summary>
public sealed class InputLog
{
    private readonly ConcurrentDictionary<string, string> _digests = [];
    private readonly ConcurrentDictionary<Type, bool> _own = [];

    /// <summary>Hashes by name.</summary>
    public IReadOnlyDictionary<string, string> Digests => _digests;

    /// <summary>Whether what the tasks share is needed by none that comes later, so that they may share at all.</summary>
    public bool SharesNothingWithLater { get; init; }

    /// <summary>Notes that a result was shared by one of the tasks themselves: it is no input.</summary>
    internal void Own(Type type) => _own[type] = true;

    /// <summary>Whether one of the tasks themselves has shared it.</summary>
    internal bool Owns(Type type) => _own.ContainsKey(type);

    /// <summary>Notes that something was read; what it was at first counts.</summary>
    public void Note(string name, object? value)
    {
        if (!_digests.ContainsKey(name))
            _digests.TryAdd(name, ContentText.Digest(value));
    }
}

/// <summary>Something that tasks write to and none reads: no input of anything.</summary>
public interface IOutput;

/// <summary>Something whose meaning for the image is told by a text of its own.</summary>
public interface IInput
{
    /// <summary>Everything about it that the image's tree may depend on.</summary>
    string InputText { get; }
}
