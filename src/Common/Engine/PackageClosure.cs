namespace BootstrapVz.Common.Engine;

/// <summary>What packages of a solved set need of each other: the first alternative that is in the set, as apt prefers it.</summary>
internal sealed class PackageClosure
{
    private readonly Dictionary<string, ControlFile> _packages = [];
    private readonly Dictionary<string, string> _providers = [];

    /// <summary>Creates it from the packages' control fields.</summary>
    public PackageClosure(IEnumerable<ControlFile> packages)
    {
        foreach (var package in packages)
        {
            _packages[package["Package"]!] = package;
            foreach (var name in package.Names("Provides"))
                _providers.TryAdd(name, package["Package"]!);
        }
    }

    /// <summary>The packages and everything they depend on, however far.</summary>
    public HashSet<string> Of(IEnumerable<string> names)
    {
        var found = new HashSet<string>();
        var pending = new Stack<string>(names);
        while (pending.TryPop(out var name))
        {
            if (!_packages.TryGetValue(name, out var package) || !found.Add(name))
                continue;
            foreach (var alternatives in package.Alternatives("Pre-Depends").Concat(package.Alternatives("Depends")))
            {
                var chosen = alternatives.Select(a => _packages.ContainsKey(a) ? a : _providers.GetValueOrDefault(a)).FirstOrDefault(a => a is not null);
                if (chosen is not null)
                    pending.Push(chosen);
            }
        }

        return found;
    }
}
