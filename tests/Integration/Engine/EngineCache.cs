using BootstrapVz.Test.Integration.Engine;
using BootstrapVz.Test.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(EngineCache))]

namespace BootstrapVz.Test.Integration.Engine;

/// <summary>Packages and indexes, shared by all tests of one run so that the mirror is asked once.</summary>
public sealed class EngineCache : IDisposable
{
    private static readonly Lazy<ScratchSpace> Space = new();

    /// <summary>Its folder.</summary>
    public static string Path => Space.Value.Path;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Space.IsValueCreated)
            Space.Value.Dispose();
    }
}
