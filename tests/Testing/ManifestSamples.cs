using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Releases;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Test.Testing;

/// <summary>Small valid manifests for tests that do not care about their content.</summary>
public static class ManifestSamples
{
    /// <summary>A manifest that claims to stand at a path.</summary>
    public static Manifest At(string path, string release = "trixie") => new()
    {
        Path = path,
        Options = new()
        {
            Name = "sample",
            System = new()
            {
                Architecture = "amd64",
                Bootloader = "grub",
                Charmap = "UTF-8",
                Locale = "C",
                Release = release,
                Timezone = "UTC",
            },
            Volume = new() { Backing = "raw", Partitions = new() { Type = "gpt" } },
        },
        ProviderName = "sample",
        Provider = new SampleProvider(),
        Plugins = [],
        UnitOptions = [],
        Release = ReleaseTable.Get(release),
        Scalars = new Dictionary<string, string>(),
    };

    private sealed class SampleProvider : Provider
    {
        public override ProviderSupport Support { get; } = new()
        {
            Architectures = ["amd64"],
            Backings = ["raw"],
            PartitionMaps = ["gpt"],
            Bootloaders = ["grub"],
            OldestRelease = "bullseye",
        };

        public override void Resolve(TaskSet tasks, Manifest manifest)
        {
        }
    }
}
