using BootstrapVz.Base.Manifests;
using BootstrapVz.Plugins.Pip3Install;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class Pip3InstallTests
{
    [Fact]
    public async Task Packages_go_to_the_virtual_environment_and_the_index_stays_out_of_the_command_line()
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new InstallPythonPackages(new() { Packages = ["six==1.16.0"], Venv = "/opt/venv/", IndexUrl = Secret.Of("https://joe:s3cret@pypi.example/simple") }));
        Assert.Equal(["chroot {root} /opt/venv/bin/pip install --no-cache-dir --no-compile --disable-pip-version-check --no-input six==1.16.0"], lab.Commands);
        Assert.Equal("https://joe:s3cret@pypi.example/simple", lab.Host.Commands[0].Environment["PIP_INDEX_URL"]);
        Assert.Equal("from ***", lab.Host.Commands[0].Redact("from https://joe:s3cret@pypi.example/simple"));
    }

    [Fact]
    public async Task The_system_is_touched_only_when_that_is_said()
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new InstallPythonPackages(new() { Packages = ["six"], BreakSystemPackages = true }));
        Assert.Equal(["chroot {root} pip3 install --no-cache-dir --no-compile --disable-pip-version-check --no-input --break-system-packages six"], lab.Commands);
    }

    [Theory]
    [InlineData("""{"packages": ["a"]}""", "trixie", "PEP 668")]
    [InlineData("""{"packages": ["a"]}""", "bullseye", null)]
    [InlineData("""{"packages": ["a"], "venv": "/opt/venv", "break_system_packages": true}""", "trixie", "not to both")]
    [InlineData("""{"packages": ["a"], "venv": "/opt/venv"}""", "trixie", null)]
    public void A_place_has_to_be_named_where_Debian_owns_the_system(string section, string release, string? problem)
    {
        var found = PluginFindings.Of("pip3_install", section, release);
        if (problem is null)
            Assert.Empty(found);
        else
            Assert.Contains(problem, Assert.Single(found));
    }
}
