using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Manifests.Schema;
using Xunit;

namespace BootstrapVz.Test.Unit.Manifests;

public sealed class PageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "manifest.md"));

    [Fact]
    public void The_settings_table_of_the_guide_is_the_generated_one()
    {
        var table = SettingsTable.Markdown(typeof(BaseOptions));
        var start = Page.IndexOf("| key |", StringComparison.Ordinal);
        var end = Page.IndexOf("\n\n", start, StringComparison.Ordinal);

        if (Page[start..(end + 1)] != table)
            Assert.Fail("docs/manifest.md should hold this table:\n\n" + table);
    }

    [Fact]
    public void The_example_of_the_guide_is_valid()
    {
        var start = Page.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;
        var example = Page[start..Page.IndexOf("```", start, StringComparison.Ordinal)];

        Assert.Empty(ManifestFile.Findings(example.Replace("name: kvm", "name: box", StringComparison.Ordinal)));
    }
}
