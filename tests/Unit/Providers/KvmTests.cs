using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Tasks;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Providers;

public sealed class KvmTests : IDisposable
{
    private static readonly UnitCatalog Units = UnitCatalog.FromAssemblies(typeof(BootstrapVz.Providers.Kvm.KvmProvider).Assembly);
    private readonly ScratchSpace _space = new();

    [Theory]
    [InlineData("trixie", "i386", "generic", "7:17 release 'trixie' has no kernel for 'i386'")]
    [InlineData("bookworm", "i386", "generic", "")]
    [InlineData("bookworm", "i386", "cloud", "4:11 there is no cloud kernel for 'i386'")]
    [InlineData("trixie", "riscv64", "cloud", "4:11 there is no cloud kernel for 'riscv64'")]
    [InlineData("trixie", "riscv64", "generic", "")]
    [InlineData("trixie", "arm64", "cloud", "")]
    [InlineData("trixie", "amd64\n  userspace_architecture: i386", "cloud", "")]
    public async Task Machines_get_kernels_that_exist(string release, string architecture, string kernel, string expected)
    {
        var path = Path.Combine(_space.Folder("manifests"), "a.yml");
        await File.WriteAllTextAsync(path, $$"""
            name: a
            provider:
              name: kvm
              kernel: {{kernel}}
            system:
              release: {{release}}
              architecture: {{architecture}}
              bootloader: grub
              charmap: UTF-8
              locale: C
              timezone: UTC
            volume: {backing: raw, partitions: {type: gpt, root: {filesystem: ext4, size: 2GiB} } }

            """);

        Assert.Equal(expected, string.Join('\n', ManifestReader.Check(path, Units).Diagnostics.Select(d => $"{d.Location.Line}:{d.Location.Column} {d.Message}")));
    }

    public void Dispose() => _space.Dispose();
}
