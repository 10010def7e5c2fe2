using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>What whole builds share: one cache of packages. They run one after the other.</summary>
public sealed class BuildSpace : IDisposable
{
    /// <summary>Long enough for a build on a machine that has other things to do.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly ScratchSpace _space = new();
    private int _folders;

    public BuildSpace()
    {
        Cache = _space.Folder("cache");
    }

    public string Cache { get; }

    /// <summary>A new folder.</summary>
    public string NewFolder() => _space.Folder($"{Interlocked.Increment(ref _folders)}");

    public void Dispose() => _space.Dispose();
}

[CollectionDefinition(nameof(BuildSpace))]
public sealed class BuildSpaceUsers : ICollectionFixture<BuildSpace>;
