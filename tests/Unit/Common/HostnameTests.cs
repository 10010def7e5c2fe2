using BootstrapVz.Base.Tasks;
using BootstrapVz.Common.Network;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Common;

public sealed class HostnameTests
{
    [Fact]
    public async Task A_name_is_expanded_and_notes_nothing_else_as_an_input()
    {
        await using var lab = new TaskLab();
        var system = ManifestSamples.At("x.yml").System with { Hostname = "web-{system.release}" };
        var inputs = new InputLog();
        lab.Build.NoteInputs(inputs);
        await lab.RunAsync(new SetHostname(system));
        await lab.RunAsync(new WriteHosts(system));

        Assert.Equal("web-trixie\n", lab.Read("/etc/hostname"));
        Assert.Contains("127.0.1.1\tweb-trixie\n", lab.Read("/etc/hosts"), StringComparison.Ordinal);
        Assert.Equal(["text web-{system.release}"], inputs.Digests.Keys);
    }
}
