using System.Security.Cryptography;
using BootstrapVz.Test.Integration.Volumes;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Builds;

/// <summary>Builds without root's rights.</summary>
[Collection(nameof(BuildSpace))]
public class OrdinaryUserTests(BuildSpace space)
{
    // The postinst of at makes files of its own user and group; ping gets a capability, which is an xattr.
    private static readonly SmallManifest Manifest = new()
    {
        Provider = "kvm, kernel: cloud",
        Packages = ["at", "iputils-ping", "libcap2-bin"],
        More = "plugins: {fixture_run: {lines: ['chroot {root} setcap cap_net_raw+ep /usr/bin/ping']}}",
    };

    [Fact]
    public async Task A_user_builds_the_tree_that_root_builds()
    {
        using var user = OrdinaryUser.Get();
        using var byRoot = new Workshop(space).With(Manifest);
        await byRoot.BuildWellAsync();
        var expected = await TreeListing.OfAsync(Path.Combine(byRoot.Output, "small.raw"), Path.Combine(byRoot.Folder, "mnt"));

        using var byUser = AsUser(user.Name);
        OrdinaryUser.Give(user.Name, byUser.Folder);
        await byUser.BuildWellAsync();
        var image = Path.Combine(byUser.Output, "small.raw");
        var actual = await TreeListing.OfAsync(image, Path.Combine(byUser.Folder, "mnt"));

        Assert.True(expected.Count > 8000, $"only {expected.Count} paths");
        Assert.Equal([], expected.Except(actual).Order(StringComparer.Ordinal));
        Assert.Equal([], actual.Except(expected).Order(StringComparer.Ordinal));
        Assert.Contains(expected, line => line.Contains("security.capability=", StringComparison.Ordinal));
        File.Delete(image);
        await byUser.AssertNothingLeftAsync();
    }

    [Fact]
    public async Task A_user_and_root_make_the_same_image_for_another_architecture()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/qemu-aarch64-static"), "needs package qemu-user-static");
        await AssertSameAsync(new SmallManifest { Architecture = "arm64" });
    }

    [Fact]
    public async Task A_user_packs_the_filesystems_that_root_packs()
    {
        // Owners and capabilities included.
        await AssertSameAsync(Manifest.ToString().Replace("type: none, root: {filesystem: ext4, size: auto}", "type: gpt, root: {filesystem: squashfs, writable: state}, usr: {filesystem: erofs}"));
    }

    [Fact]
    public async Task A_user_without_subordinate_ids_is_told_the_line_that_gives_them()
    {
        Assert.SkipUnless(Environment.UserName == "root", "becoming another user takes root rights");
        using var workshop = AsUser("nobody");
        OrdinaryUser.Give("nobody", workshop.Folder);
        var error = await workshop.BuildBadlyAsync(4, "error: this host lacks ", null);
        Assert.Contains("newuidmap", error, StringComparison.Ordinal);
        Assert.Matches("""echo "nobody:\d+:65536" \| sudo tee -a /etc/subuid /etc/subgid""", error);
    }

    [Fact]
    public async Task A_device_that_only_root_may_write_to_is_told_before_any_work()
    {
        using var user = OrdinaryUser.Get();
        using var device = LoopDevice.Make(space.NewFolder(), 1 << 20);
        using var workshop = AsUser(user.Name).With(new SmallManifest { Provider = "kvm" }.ToString().Replace("backing: raw", $"backing: block\n  device: {device.Path}"));
        OrdinaryUser.Give(user.Name, workshop.Folder);
        var error = await workshop.BuildBadlyAsync(4, $"the right to write to '{device.Path}'", "run bootstrap-vz as root");
        Assert.DoesNotContain("Planning", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killing_a_users_build_leaves_nothing()
    {
        using var user = OrdinaryUser.Get();
        using var workshop = AsUser(user.Name);
        OrdinaryUser.Give(user.Name, workshop.Folder);
        using var run = workshop.Start();
        await run.WaitForAsync("Unpacking the minimal system", BuildSpace.Limit);
        await run.KillAsync();
        await workshop.AssertNothingLeftAsync();
    }

    private async Task AssertSameAsync(object manifest)
    {
        using var user = OrdinaryUser.Get();
        using var byRoot = new Workshop(space).With(manifest);
        await byRoot.BuildWellAsync();
        using var byUser = AsUser(user.Name).With(manifest);
        OrdinaryUser.Give(user.Name, byUser.Folder);
        await byUser.BuildWellAsync();

        Assert.Equal(await HashAsync(byRoot), await HashAsync(byUser));
    }

    private static async Task<string> HashAsync(Workshop workshop)
    {
        await using var image = File.OpenRead(Path.Combine(workshop.Output, "small.raw"));
        return Convert.ToHexString(await SHA256.HashDataAsync(image));
    }

    private Workshop AsUser(string name)
    {
        var folder = space.NewFolder();
        return new Workshop(space, folder)
        {
            Through = OrdinaryUser.As(name),
            Program = OrdinaryUser.CopyProgram(folder),
            Cache = Directory.CreateDirectory(Path.Combine(folder, "cache")).FullName,
        }.With(Manifest);
    }
}
