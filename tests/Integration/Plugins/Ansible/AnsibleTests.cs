using System.Security.Cryptography;
using BootstrapVz.Test.Integration.Builds;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class AnsibleTests(PluginImages images)
{
    [Theory]
    [InlineData("bookworm", 12)]
    [InlineData("trixie", 13)]
    public async Task A_playbook_changes_the_image_and_leaves_nothing_else(string release, int version)
    {
        var change = await images.OfAsync("ansible", "system.release=" + release);
        Assert.Contains("python3-apt", change.Packages);
        Assert.Contains("site:x:1600:1600::/srv/site:/usr/sbin/nologin", change.Text("/etc/passwd").Split('\n'));
        Assert.Equal($"hello from web, Debian {version}\n", change.Text("/srv/site/index.html"));
        Assert.Equal("RegularFile 640 1600:0", change.Line("/srv/site/index.html"));
        Assert.Contains("Served with care", change.Text("/etc/issue"));
        Assert.DoesNotContain(change.Added, path => path.Contains("ansible", StringComparison.Ordinal) || path.StartsWith("/tmp/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_task_that_fails_stops_the_build()
    {
        var error = await images.ErrorOfAsync("ansible", "skip_tags: [later]", "tags: [later]");
        Assert.Contains("the playbook 'files/playbook.yml' failed", error);
        Assert.Contains("This is for the running machine.", error);
    }
}

[Collection(nameof(BuildSpace))]
public sealed class AnsibleUserTests(BuildSpace space)
{
    [Fact]
    public async Task A_user_without_rights_makes_the_same_image_as_root()
    {
        using var user = OrdinaryUser.Get();
        using var byRoot = new Workshop(space);
        var folder = space.NewFolder();
        using var byUser = new Workshop(space, folder)
        {
            Through = OrdinaryUser.As(user.Name),
            Program = OrdinaryUser.CopyProgram(folder),
            Cache = Directory.CreateDirectory(Path.Combine(folder, "cache")).FullName,
        };
        Prepare(byRoot);
        Prepare(byUser);
        OrdinaryUser.Give(user.Name, folder);
        await byRoot.BuildWellAsync();
        await byUser.BuildWellAsync();
        Assert.Equal(await HashAsync(byRoot), await HashAsync(byUser));
    }

    private static void Prepare(Workshop workshop)
    {
        File.Copy(Path.Combine(ProgramRun.Project, "manifests/plugins/files/playbook.yml"), Path.Combine(workshop.Folder, "playbook.yml"));
        workshop.With(new SmallManifest { Release = "bookworm", More = "plugins: {ansible: {playbook: playbook.yml, groups: [servers], extra_vars: {greeting: hello}, skip_tags: [later]}}" });
    }

    private static async Task<string> HashAsync(Workshop workshop)
    {
        await using var image = File.OpenRead(Path.Combine(workshop.Output, "small.raw"));
        return Convert.ToHexString(await SHA256.HashDataAsync(image));
    }
}
