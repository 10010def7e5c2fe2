using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class MinimizeSizeTests(PluginImages images)
{
    // GRUB copies its own translations; update-alternatives(1) makes links to manual pages.
    private static readonly string[] Places = ["/usr/share/locale/", "/usr/share/man/", "/usr/share/doc/", "/boot/grub/locale/", "/etc/alternatives/"];

    [Theory]
    [InlineData("trixie")]
    [InlineData("bookworm")]
    public async Task Translations_pages_and_documentation_are_not_there_and_apt_keeps_less(string release)
    {
        // 'shrink' is for a disk, and this is a tree.
        var change = await images.OfAsync("minimize_size", "plugins.minimize_size.shrink=false", "system.release=" + release);
        Assert.Empty(change.Packages);
        Assert.Equal(
            [
                "/etc/apt/apt.conf.d/20autoremove-suggests", "/etc/apt/apt.conf.d/20gzip-indexes", "/etc/apt/apt.conf.d/20languages", "/etc/apt/apt.conf.d/90clean",
                "/etc/dpkg/dpkg.cfg.d/10exclude-docs", "/etc/dpkg/dpkg.cfg.d/10filter-locales", "/etc/dpkg/dpkg.cfg.d/10filter-manpages",
            ],
            change.Added);
        Assert.Contains("/usr/share/locale/fr/LC_MESSAGES/dpkg.mo", change.Removed);
        Assert.Contains(change.Removed, path => path.StartsWith("/usr/share/man/fr/"));
        Assert.Contains("/usr/share/doc/apt/changelog.gz", change.Removed);
        Assert.DoesNotContain("/usr/share/locale/de/LC_MESSAGES/dpkg.mo", change.Removed);
        Assert.DoesNotContain("/usr/share/man/man1/dpkg.1.gz", change.Removed);
        Assert.DoesNotContain(change.Removed, path => path.EndsWith("/copyright"));
        // Nothing else is missing.
        Assert.DoesNotContain(change.Removed, path => !Places.Any(path.StartsWith));
    }

    [Fact]
    public async Task The_file_is_compressed()
    {
        var (compressed, plain) = (await SizeAsync(), await SizeAsync("plugins.minimize_size.shrink=false"));
        Assert.True(compressed * 3 < plain * 2, $"{compressed} of {plain}");

        async Task<long> SizeAsync(params string[] settings)
        {
            var (folder, result) = await images.MakeAsync("minimize_size", settings);
            Directory.Delete(folder, recursive: true);
            return result.GetProperty("images")[0].GetProperty("apparentSize").GetInt64();
        }
    }
}
