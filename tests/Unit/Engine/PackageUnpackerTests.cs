using BootstrapVz.Base.Errors;
using BootstrapVz.Common.Engine;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Unit.Engine;

public sealed class PackageUnpackerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bvz-unpack");
    private readonly string _root;

    public PackageUnpackerTests()
    {
        _root = _folder.CreateSubdirectory("root").FullName;
    }

    [Fact]
    public void Files_links_and_modes_come_out_as_packed()
    {
        var files = Unpack(new DebBuilder("a").Directory("./").Directory("./usr/").Directory("./usr/bin/")
            .File("./usr/bin/tool", "#!/bin/sh\n", (UnixFileMode)0x9ED).HardLink("./usr/bin/same", "./usr/bin/tool").Symlink("./usr/bin/link", "tool")).Files;

        Assert.Equal(["/.", "/usr", "/usr/bin", "/usr/bin/tool", "/usr/bin/same", "/usr/bin/link"], files);
        Assert.Equal((UnixFileMode)0x9ED, File.GetUnixFileMode(At("usr/bin/tool")));
        Assert.Equal("#!/bin/sh\n", File.ReadAllText(At("usr/bin/same")));
        Assert.Equal("tool", new FileInfo(At("usr/bin/link")).LinkTarget);
    }

    [Fact]
    public void A_link_to_a_directory_is_kept_and_filled_where_a_package_has_a_directory()
    {
        Directory.CreateDirectory(At("usr/lib"));
        File.CreateSymbolicLink(At("lib"), "usr/lib");

        Unpack(new DebBuilder("a").Directory("./").Directory("./lib/").Directory("./lib/x/").File("./lib/x/f", "1"));

        Assert.Equal("usr/lib", new FileInfo(At("lib")).LinkTarget);
        Assert.Equal("1", File.ReadAllText(At("usr/lib/x/f")));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("./a/../../outside")]
    [InlineData("/outside")]
    public void A_name_that_leads_out_is_refused_and_names_the_package(string name)
    {
        var error = Assert.Throws<BuildException>(() => Unpack(new DebBuilder("evil").File(name, "x")));

        Assert.Contains("'evil'", error.Message);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "outside")));
    }

    [Theory]
    [InlineData("/tmp")]
    [InlineData("../../../../../../../../tmp")]
    public void A_link_out_of_the_tree_is_followed_inside_it(string target)
    {
        var name = Guid.NewGuid().ToString("N");

        Unpack(new DebBuilder("evil").Symlink("./way", target).File("./way/" + name, "x"));

        Assert.True(File.Exists(At("tmp/" + name)));
        Assert.False(File.Exists("/tmp/" + name));
    }

    [Fact]
    public void A_file_replaces_a_link_and_never_writes_through_it()
    {
        var outside = Path.Combine(_folder.FullName, "outside");
        File.WriteAllText(outside, "mine");

        Unpack(new DebBuilder("evil").Symlink("./way", outside).File("./way", "theirs"));

        Assert.Equal("mine", File.ReadAllText(outside));
        Assert.Equal("theirs", File.ReadAllText(At("way")));
    }

    [Fact]
    public void A_hard_link_out_of_the_tree_is_refused()
    {
        var error = Assert.Throws<BuildException>(() => Unpack(new DebBuilder("evil").HardLink("./passwd", "../../../../etc/passwd")));

        Assert.Contains("leads out of the tree", error.Message);
    }

    [Fact]
    public void Links_that_lead_round_in_a_circle_are_refused()
    {
        var error = Assert.Throws<BuildException>(() =>
            Unpack(new DebBuilder("evil").Symlink("./a", "b").Symlink("./b", "a").File("./a/f", "x")));

        Assert.Contains("too many symbolic links", error.Message);
    }

    [Fact]
    public void Two_packages_with_one_file_are_an_error_that_names_both()
    {
        var error = Assert.Throws<BuildException>(() => Unpack(new DebBuilder("a").File("./f", "a"), new DebBuilder("b").File("./f", "b")));

        Assert.Contains("'a' and 'b' both have '/f'", error.Message);
    }

    [Fact]
    public void A_package_that_replaces_another_has_the_file_whichever_comes_first()
    {
        DebBuilder First() => new DebBuilder("old").File("./f", "old");
        DebBuilder Second() => new DebBuilder("new", "Replaces: old (<< 2)\n").File("./f", "new");

        Unpack(First(), Second());
        Assert.Equal("new", File.ReadAllText(At("f")));
        File.Delete(At("f"));
        var files = Unpack(Second(), First()).Files;
        Assert.Equal("new", File.ReadAllText(At("f")));
        Assert.Empty(files);
    }

    [Fact]
    public void Filtered_paths_are_listed_but_not_written()
    {
        var filters = new PathFilters(["path-exclude=/usr/share/doc/*", "path-include=/usr/share/doc/*/copyright"]);

        var files = Unpack(filters, new DebBuilder("a").Directory("./usr/share/doc/").Directory("./usr/share/doc/a/")
            .File("./usr/share/doc/a/changelog", "x").File("./usr/share/doc/a/copyright", "y")).Files;

        Assert.Contains("/usr/share/doc/a/changelog", files);
        Assert.False(File.Exists(At("usr/share/doc/a/changelog")));
        Assert.True(File.Exists(At("usr/share/doc/a/copyright")));
    }

    [Fact]
    public void Control_files_and_configuration_files_are_reported()
    {
        var package = Unpack(new DebBuilder("a").File("./etc/a.conf", "x=1\n")
            .Member("conffiles", "/etc/a.conf\nremove-on-upgrade /etc/old.conf\n").Member("postinst", "#!/bin/sh\n"));

        Assert.Equal(["/etc/a.conf"], package.Conffiles);
        Assert.Equal(["/etc/old.conf"], package.Obsoleted);
        Assert.Equal(["conffiles", "postinst"], package.Members.Select(member => member.Name));
        Assert.Equal("a", package.InfoName);
    }

    [Fact]
    public void A_configuration_file_that_is_there_already_waits_for_dpkg_to_decide()
    {
        Directory.CreateDirectory(At("etc"));
        File.WriteAllText(At("etc/a.conf"), "mine\n");

        Unpack(new DebBuilder("a").File("./etc/a.conf", "theirs\n").Member("conffiles", "/etc/a.conf\n"));

        Assert.Equal("mine\n", File.ReadAllText(At("etc/a.conf")));
        Assert.Equal("theirs\n", File.ReadAllText(At("etc/a.conf.dpkg-new")));
    }

    [Fact]
    public void A_diverted_file_goes_where_the_diversion_says_but_not_that_of_the_diverter()
    {
        Directory.CreateDirectory(At("var/lib/dpkg"));
        File.WriteAllText(At("var/lib/dpkg/diversions"), "/bin/sh\n/bin/sh.distrib\ndash\n");

        var other = Unpack(new DebBuilder("bash").File("./bin/sh", "bash"));
        Unpack(new DebBuilder("dash").File("./bin/sh", "dash"));

        Assert.Equal(["/bin/sh"], other.Files);
        Assert.Equal("bash", File.ReadAllText(At("bin/sh.distrib")));
        Assert.Equal("dash", File.ReadAllText(At("bin/sh")));
    }

    [Fact]
    public void A_file_of_a_package_that_was_there_is_taken_over_only_by_one_that_replaces_it()
    {
        Directory.CreateDirectory(At("var/lib/dpkg/info"));
        File.WriteAllText(At("var/lib/dpkg/info/old.list"), "/.\n/f\n");
        File.WriteAllText(At("f"), "old");

        var error = Assert.Throws<BuildException>(() => Unpack(new DebBuilder("new").File("./f", "new")));
        Assert.Contains("'old' and 'new' both have '/f'", error.Message);
        Unpack(new DebBuilder("new", "Replaces: old\n").File("./f", "new"));

        Assert.Equal("new", File.ReadAllText(At("f")));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private UnpackedPackage Unpack(params DebBuilder[] packages) => Unpack(PathFilters.None, packages);

    // Packages one after the other into one tree; what the last one left.
    private UnpackedPackage Unpack(PathFilters filters, params DebBuilder[] packages)
    {
        var installed = new InstalledState(new(_root));
        using var tree = new TreeWriter(_root, installed, new SilentLog());
        UnpackedPackage? last = null;
        foreach (var (builder, i) in packages.Select((builder, i) => (builder, i)))
        {
            var file = Path.Combine(_folder.FullName, $"{i}.deb");
            last = PackageUnpacker.Unpack(builder.Write(file), file, null, tree, installed, filters, TestContext.Current.CancellationToken);
        }

        tree.Finish(new OwnerNames(new(_root)));
        return last!;
    }

    private string At(string path) => Path.Combine(_root, path);
}
