using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class FileCopyTests(PluginImages images)
{
    private static readonly string Files = Path.Combine(ProgramRun.Project, "manifests/plugins/files");

    [Fact]
    public async Task Directories_are_made_and_files_copied_with_their_modes_and_owners()
    {
        var change = await images.OfAsync("file_copy");
        Assert.Equal(
            ["/srv/www", "/srv/www/site", "/srv/www/site/check", "/srv/www/site/images", "/srv/www/site/images/dot.svg", "/srv/www/site/index.html", "/usr/local/bin/publish"],
            change.Added);
        Assert.Equal("Directory 2750 0:33", change.Line("/srv/www"));
        Assert.Equal("RegularFile 710 1:33", change.Line("/usr/local/bin/publish"));
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Files, "publish")), change.Text("/usr/local/bin/publish"));

        // Of a folder itself alone; what it holds is root's, with the mode it has on the host.
        Assert.Matches("^Directory [0-7]+ 33:", change.Line("/srv/www/site"));
        foreach (var name in (string[])["check", "index.html", "images/dot.svg"])
        {
            var mode = Convert.ToString((int)File.GetUnixFileMode(Path.Combine(Files, "site", name)), 8);
            Assert.Matches($"^RegularFile {mode} 0:", change.Line("/srv/www/site/" + name));
        }
    }

    [Theory]
    [InlineData("owner: daemon", "owner: nobody-knows", "invalid user: ")]
    [InlineData("dst: /srv/www/site,", "dst: /etc,", "'/etc' is already in the image")]
    [InlineData("dst: /usr/local/bin/publish", "dst: /usr/local/nowhere/publish", "make it with plugins.file_copy.mkdirs")]
    public async Task What_the_image_cannot_take_stops_the_build(string old, string replacement, string problem) =>
        Assert.Contains(problem, await images.ErrorOfAsync("file_copy", old, replacement));
}
