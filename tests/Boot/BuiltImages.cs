using System.Collections.Concurrent;
using System.Text.Json;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Boot;

/// <summary>Images of the example manifests, each built once by the program as a user would.</summary>
public sealed class BuiltImages : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    private readonly ScratchSpace _space = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _images = new();

    /// <param name="manifest">The name of an example in manifests/kvm.</param>
    /// <returns>The image's path.</returns>
    public Task<string> GetAsync(string manifest) => _images.GetOrAdd(manifest, m => new(() => BuildAsync(m))).Value;

    public void Dispose() => _space.Dispose();

    private async Task<string> BuildAsync(string manifest)
    {
        string[] command =
        [
            ProgramRun.Program, "build", $"manifests/kvm/{manifest}.yml", "--output", _space.Folder("images"), "--cache", _space.Folder("cache"),
            "--log", "-", "--progress", "none", "--json",
        ];
        using var run = ProgramRun.Start(command, ProgramRun.Project, new Dictionary<string, string?>());
        var end = await run.EndAsync(Limit);
        Assert.True(end.Code == 0, end.Error);
        using var result = JsonDocument.Parse(end.Out);
        return result.RootElement.GetProperty("images")[0].GetProperty("path").GetString()!;
    }
}

/// <summary>Machines run one after the other: each takes two processors.</summary>
[CollectionDefinition(nameof(BuiltImages))]
public sealed class BuiltImagesUsers : ICollectionFixture<BuiltImages>;
