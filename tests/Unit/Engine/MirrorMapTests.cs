using BootstrapVz.Common.Engine;
using Xunit;

namespace BootstrapVz.Test.Unit.Engine;

public sealed class MirrorMapTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bvz-apt");

    [Fact]
    public void Without_anything_addresses_stay()
    {
        var map = new MirrorMap([], null, HostSources.None);

        Assert.Equal(MirrorMap.Archive, map.Map(MirrorMap.Archive));
        Assert.Equal("http://example.org/debian", map.Map("http://example.org/debian"));
    }

    [Fact]
    public void Whole_path_components_are_compared()
    {
        var map = new MirrorMap(["http://ftp.debian.org/debian=http://near/deb"], null, HostSources.None);

        Assert.Equal("http://near/deb", map.Map("http://ftp.debian.org/debian"));
        Assert.Equal("http://near/deb/dists", map.Map("http://ftp.debian.org/debian/dists"));
        Assert.Equal("http://ftp.debian.org/debian-security", map.Map("http://ftp.debian.org/debian-security"));
    }

    [Fact]
    public void A_bare_address_stands_for_both_archives()
    {
        var map = new MirrorMap([], "http://near/debian/", HostSources.None);

        Assert.Equal("http://near/debian", map.Map(MirrorMap.Archive));
        Assert.Equal("http://near/debian-security", map.Map(MirrorMap.SecurityArchive));
    }

    [Fact]
    public void The_command_line_wins_over_the_environment_and_that_over_the_host()
    {
        var map = new MirrorMap(
            [$"{MirrorMap.Archive}=http://first/debian"],
            $"{MirrorMap.Archive}=http://second/debian\n{MirrorMap.SecurityArchive}=http://second/debian-security",
            new("http://third/debian", "http://third/debian-security"));

        Assert.Equal("http://first/debian", map.Map(MirrorMap.Archive));
        Assert.Equal("http://second/debian-security", map.Map(MirrorMap.SecurityArchive));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("=http://near/debian")]
    public void What_is_no_mirror_is_refused(string option) =>
        Assert.Throws<FormatException>(() => new MirrorMap([option], null, HostSources.None));

    [Fact]
    public void The_hosts_sources_are_read_in_both_styles_and_strangers_are_passed_over()
    {
        Write("sources.list", "# deb http://no/debian bookworm main\ndeb-src http://no/debian bookworm main\ndeb [arch=amd64] http://near/debian trixie main contrib # here\n");
        Write("sources.list.d/docker.list", "deb https://elsewhere/linux/debian bookworm stable\n");
        Write("sources.list.d/a.sources", "Types: deb\nEnabled: no\nURIs: http://off/debian-security\nSuites: trixie-security\nComponents: main\n\nTypes: deb deb-src\n# why\nURIs: http://near/debian-security\nSuites: trixie-security\nComponents: main\n");

        Assert.Equal(new HostSources("http://near/debian", "http://near/debian-security"), HostSources.Read(_folder.FullName));
    }

    [Fact]
    public void A_host_without_debian_sources_has_none()
    {
        Write("sources.list", "deb http://archive/ubuntu noble main\n");

        Assert.Equal(HostSources.None, HostSources.Read(_folder.FullName));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
