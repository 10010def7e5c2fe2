using BootstrapVz.Base.Errors;
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

    [Theory]
    [InlineData("https://joe:s3cret@pypi.example/simple", "in https://joe:****@pypi.example/simple/six/", "in https://***:****@pypi.example***/six/")]
    [InlineData("https://t0ken@pypi.example/simple", "in https://t0ken@pypi.example", "in https://***@pypi.example")]
    [InlineData("https://j%40e:s%2fcret@pypi.example", "j@e s/cret s%2Fcret s%2fcret", "*** *** *** ***")]
    [InlineData("https://pypi.example/t0ken/simple", "in https://pypi.example/t0ken/packages/six.whl, /t0ken/simple/six/", "in https://pypi.example***/packages/six.whl, ******/six/")]
    [InlineData("https://pypi.example:8443/t%2D0ken?key=v4lue", "at pypi.example:8443/t-0ken/six?key=v4lue", "at pypi.example:8443***/six******")]
    [InlineData("pypi.example", "Collecting six", "Collecting six")]
    public async Task No_part_of_the_index_is_shown_but_its_server(string index, string output, string shown)
    {
        await using var lab = new TaskLab();
        await lab.RunAsync(new InstallPythonPackages(new() { Packages = ["six"], Venv = "/opt/venv", IndexUrl = Secret.Of(index) }));
        Assert.Equal(shown, lab.Host.Commands[0].Redact(output));
    }

    [Fact]
    public async Task What_pip_says_of_its_failure_is_the_error()
    {
        await using var lab = new TaskLab();
        lab.Host.Answer(
            $"chroot {lab.Root.HostPath} /opt/venv/bin/pip install --no-cache-dir --no-compile --disable-pip-version-check --no-input nothing",
            "ERROR: No matching distribution found for nothing", exitCode: 1);
        var error = await Assert.ThrowsAsync<BuildException>(() => lab.RunAsync(new InstallPythonPackages(new() { Packages = ["nothing"], Venv = "/opt/venv" })));
        Assert.Equal("pip cannot install the Python packages: 'chroot' ended with exit code 1:\nERROR: No matching distribution found for nothing", error.Message);
        Assert.Contains("'packages'", error.Hint);
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
