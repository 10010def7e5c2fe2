using BootstrapVz.Plugins.MinimizeSize;
using Xunit;

namespace BootstrapVz.Test.Unit.Plugins;

public sealed class MinimizeSizeTests
{
    [Theory]
    [InlineData("vmware-vdiskmanager")]
    [InlineData("true")]
    public void What_shrinks_vmdk_does_not_shrink_other_images(string shrink) =>
        Assert.Contains("this shrinks vmdk", Assert.Single(PluginFindings.Of("minimize_size", $"{{\"shrink\": {(shrink == "true" ? shrink : $"\"{shrink}\"")}}}")));

    [Fact]
    public void Of_a_locale_all_spellings_are_kept()
    {
        var files = PathFilters.Of(new() { Locales = ["pt_BR.UTF-8"] });
        Assert.Equal(
            "path-exclude=/usr/share/locale/*\npath-include=/usr/share/locale/locale.alias\npath-include=/usr/share/locale/pt_BR.UTF-8/*\n"
            + "path-include=/usr/share/locale/pt_BR/*\npath-include=/usr/share/locale/pt/*\n",
            files["10filter-locales"]);
        Assert.Equal(2, files.Count);
    }

    [Fact]
    public void An_empty_list_of_locales_keeps_the_english_pages()
    {
        var files = PathFilters.Of(new() { Locales = [] });
        Assert.Equal("path-exclude=/usr/share/man/*\npath-include=/usr/share/man/man[1-9]/*\n", files["10filter-manpages"]);
    }

    [Fact]
    public void Without_settings_there_is_nothing_to_do()
    {
        Assert.Empty(PathFilters.Of(new()));
        Assert.Empty(AptSettings.Of(new()));
    }
}
