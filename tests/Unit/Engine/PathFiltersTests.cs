using BootstrapVz.Base.Roots;
using BootstrapVz.Common.Engine;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Engine;

public sealed class PathFiltersTests
{
    [Theory]
    [InlineData("/usr/share/man/man1/ls.1.gz", false, true)]
    [InlineData("/usr/share/locale/de/LC_MESSAGES/x.mo", false, true)]
    [InlineData("/usr/share/locale/en/LC_MESSAGES/x.mo", false, false)]
    [InlineData("/usr/share/locale", true, false)]
    [InlineData("/usr/share/man", true, false)]
    [InlineData("/usr/share/man/man1", true, true)]
    [InlineData("/usr/bin/ls", false, false)]
    public void The_last_match_wins_and_directories_that_lead_to_something_stay(string path, bool directory, bool excluded)
    {
        var filters = new PathFilters(
            ["force-unsafe-io", "path-exclude=/usr/share/man/*", "path-exclude /usr/share/locale/*", "path-include = /usr/share/locale/e[mn]/*"]);

        Assert.Equal(excluded, filters.Excludes(path, directory));
    }

    [Fact]
    public void An_images_own_files_are_read_as_dpkg_reads_them()
    {
        var folder = Directory.CreateTempSubdirectory("bvz-filter");
        Directory.CreateDirectory(folder.FullName + "/etc/dpkg/dpkg.cfg.d");
        File.WriteAllText(folder.FullName + "/etc/dpkg/dpkg.cfg.d/01doc", "path-exclude=/usr/share/doc/*\n");
        File.WriteAllText(folder.FullName + "/etc/dpkg/dpkg.cfg.d/02doc.bak", "path-exclude=/usr/bin/*\n");
        File.WriteAllText(folder.FullName + "/etc/dpkg/dpkg.cfg", "# path-exclude=/etc/*\nno-debsig\n");

        var filters = PathFilters.Of(new RootFs(folder.FullName));

        Assert.True(filters.Excludes("/usr/share/doc/x", false));
        Assert.False(filters.Excludes("/usr/bin/x", false));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void What_is_left_out_is_told_once_by_the_file_that_asks_for_it()
    {
        var log = new SilentLog();
        var filters = new PathFilters(["path-exclude=/usr/share/doc/*", "path-include=/usr/share/doc/*/copyright"]);
        Assert.True(filters.Excludes("/usr/share/doc/a/README", leadsOn: false, size: 1000));
        Assert.True(filters.Excludes("/usr/share/doc/b/README", leadsOn: false, size: 1048));
        Assert.False(filters.Excludes("/usr/share/doc/b/copyright", leadsOn: false, size: 5));
        filters.Tell(log);
        filters.Tell(log);
        Assert.Equal("'' kept 2 names with 2KiB out of the image", Assert.Single(log.Lines));
    }
}
