using BootstrapVz.Base.Roots;
using Xunit;

namespace BootstrapVz.Test.Unit.Roots;

public sealed class RootFsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rootfs-");
    private readonly RootFs _root;

    public RootFsTests()
    {
        _folder.CreateSubdirectory("root");
        _root = new(Path.Combine(_folder.FullName, "root"));
    }

    [Fact]
    public async Task An_absolute_link_leads_to_the_image_and_not_to_the_host()
    {
        await _root.WriteTextAsync("/usr/share/target", "inside");
        _root.CreateLink("/link", "/usr/share/target");

        Assert.Equal("inside", await _root.ReadTextAsync("/link", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_link_that_climbs_out_ends_at_the_root()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "secret"), "outside", TestContext.Current.CancellationToken);
        _root.CreateLink("/etc/up", "../../../../../secret");

        await _root.WriteTextAsync("/etc/up", "inside");

        Assert.Equal("outside", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "secret"), TestContext.Current.CancellationToken));
        Assert.Equal("inside", await _root.ReadTextAsync("/secret", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_link_in_the_middle_of_a_path_is_followed_inside()
    {
        _root.CreateDirectory("/usr/bin");
        _root.CreateLink("/bin", "usr/bin");
        await _root.WriteTextAsync("/bin/sh", "shell");

        Assert.Equal(Path.Combine(_root.HostPath, "usr/bin/sh"), _root.Resolve("/bin/sh"));
    }

    [Fact]
    public void Links_in_a_circle_are_an_error()
    {
        _root.CreateLink("/a", "b");
        _root.CreateLink("/b", "a");

        Assert.Throws<IOException>(() => _root.Resolve("/a"));
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("")]
    public void A_path_that_is_not_absolute_is_refused(string path) => Assert.Throws<ArgumentException>(() => _root.Resolve(path));

    [Fact]
    public void Dots_cannot_leave_the_root() => Assert.Equal(Path.Combine(_root.HostPath, "etc"), _root.Resolve("/../../etc/./x/.."));

    [Fact]
    public async Task Deleting_a_link_leaves_its_target()
    {
        await _root.WriteTextAsync("/target", "kept");
        _root.CreateLink("/link", "/target");

        _root.DeleteFile("/link");

        Assert.False(_root.Exists("/link"));
        Assert.True(_root.FileExists("/target"));
    }

    [Fact]
    public async Task Emptying_a_directory_does_not_follow_links()
    {
        await _root.WriteTextAsync("/kept/file", "kept");
        _root.CreateDirectory("/tmp/sub");
        _root.CreateLink("/tmp/link", "/kept");

        _root.EmptyDirectory("/tmp");

        Assert.Empty(_root.List("/tmp"));
        Assert.True(_root.FileExists("/kept/file"));
    }

    [Fact]
    public async Task Files_get_exactly_the_mode_asked_for()
    {
        await _root.WriteTextAsync("/program", "x", RootFs.ProgramMode | UnixFileMode.GroupWrite);

        Assert.Equal(RootFs.ProgramMode | UnixFileMode.GroupWrite, File.GetUnixFileMode(_root.Resolve("/program")));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
