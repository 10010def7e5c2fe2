using System.Globalization;
using BootstrapVz.Common.Engine;
using BootstrapVz.Common.Layers;
using BootstrapVz.Test.Integration.Engine;
using Xunit;

namespace BootstrapVz.Test.Integration.Layers;

/// <summary>Layers bring back the tree they were made from, byte by byte, or say that they cannot.</summary>
public sealed class LayerFileTests
{
    private static readonly LayerInfo Info = new()
    {
        Stage = "test",
        Parent = "",
        Steps = "",
        Inputs = new Dictionary<string, string>(),
        Epoch = 1,
        Seconds = 1,
        Manifest = "test.yml",
    };

    [Fact]
    public async Task Two_layers_one_over_the_other_give_the_same_tree()
    {
        Scratch.NeedRoot("setfattr", "setcap");
        using var scratch = new Scratch();
        await ShAsync(scratch, """
            mkdir -p tree/usr/bin tree/etc tree/empty tree/gone/deep tree/swap; cd tree
            echo one > etc/one; echo two > etc/two; ln etc/one usr/bin/same; ln -s ../etc/one usr/link; ln -s gone/deep shortcut
            head -c 3000000 /dev/urandom > usr/large; : > usr/none; mkfifo pipe; mknod null c 1 3
            printf 'x' > "$(printf 'etc/not-\377-utf8')"
            cp /bin/true usr/bin/ping; setcap cap_net_raw+ep usr/bin/ping; setfattr -n user.note -v hello etc
            chown 12:34 etc/two; chmod 4755 usr/bin/ping; chmod 1777 empty; touch -d '2001-02-03 04:05:06.789' etc/two usr; touch -h -d 2002-01-01 usr/link
            echo x > gone/deep/file; echo y > swap/file
            """);
        var first = Keep(scratch, "tree", TreeState.Empty, "first");
        await ShAsync(scratch, """
            cd tree; rm -r gone; rm -r swap; echo now a file > swap; rm pipe; mkdir pipe; echo in > pipe/file
            echo changed > etc/two; ln etc/two etc/three; rm usr/bin/same; chmod 700 etc; rm usr/link; echo x > usr/link
            rm shortcut; mkdir shortcut; mv usr/large usr/moved
            """);
        Keep(scratch, "tree", first, "second");

        Directory.CreateDirectory(scratch.Folder + "/copy");
        foreach (var name in (string[])["first", "second"])
        {
            using var layer = LayerFile.Open($"{scratch.Folder}/{name}");
            Assert.NotNull(layer);
            Assert.True(LayerReader.Verify(layer, TestContext.Current.CancellationToken));
            Assert.True(LayerReader.Apply(layer, LayerSeal.None, scratch.Folder + "/copy", TestContext.Current.CancellationToken));
        }

        var (tree, copy) = (await ListingAsync(scratch, "tree"), await ListingAsync(scratch, "copy"));
        await ShAsync(scratch, "rm -r tree copy"); // names that are no text
        Assert.Equal(tree, copy);
    }

    [Fact]
    public async Task A_layer_that_another_build_removes_meanwhile_is_used_to_its_end()
    {
        Scratch.NeedRoot();
        using var scratch = new Scratch();
        await ShAsync(scratch, "mkdir tree copy; echo one > tree/file");
        Keep(scratch, "tree", TreeState.Empty, "layer");

        using var layer = LayerFile.Open(scratch.Folder + "/layer");
        File.Delete(scratch.Folder + "/layer");
        Assert.True(LayerReader.Apply(layer!, LayerSeal.None, scratch.Folder + "/copy", TestContext.Current.CancellationToken));
        layer!.Touch(DateTimeOffset.UnixEpoch);

        Assert.Equal("one\n", await File.ReadAllTextAsync(scratch.Folder + "/copy/file", TestContext.Current.CancellationToken));
        Assert.Equal(DateTimeOffset.UnixEpoch.UtcDateTime, File.GetLastWriteTimeUtc(layer.Handle));
    }

    [Fact]
    public async Task A_damaged_layer_never_gives_another_tree()
    {
        Scratch.NeedRoot();
        using var scratch = new Scratch();
        await ShAsync(scratch, "mkdir -p tree/a/b; for i in $(seq 40); do echo \"file $i\" > tree/a/b/$i; ln -s $i tree/a/l$i; done; head -c 20000 /dev/urandom > tree/random");
        Keep(scratch, "tree", TreeState.Empty, "layer");
        var expected = await ListingAsync(scratch, "tree");
        var good = await File.ReadAllBytesAsync(scratch.Folder + "/layer", TestContext.Current.CancellationToken);
        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            var bad = (byte[])good.Clone();
            if (i % 3 == 0)
                bad = bad[..random.Next(bad.Length)];
            else
                bad[random.Next(bad.Length)] ^= (byte)random.Next(1, 256);
            await File.WriteAllBytesAsync(scratch.Folder + "/bad", bad, TestContext.Current.CancellationToken);
            var copy = Directory.CreateDirectory($"{scratch.Folder}/copy{i.ToString(CultureInfo.InvariantCulture)}").FullName;
            using var layer = LayerFile.Open(scratch.Folder + "/bad");
            Assert.False(layer is not null && LayerReader.Apply(layer, LayerSeal.None, copy, TestContext.Current.CancellationToken), $"damage {i} was not noticed");
            Directory.Delete(copy, recursive: true);
        }

        Assert.Equal(expected, await ListingAsync(scratch, "tree"));
    }

    [Fact]
    public void The_store_forgets_what_was_not_used_for_longest_but_nothing_that_is_read()
    {
        Scratch.NeedRoot();
        using var scratch = new Scratch();
        var store = new LayerStore(scratch.Folder);
        Directory.CreateDirectory(scratch.Folder + "/tree");
        foreach (var age in Enumerable.Range(1, 4))
        {
            Keep(scratch, "tree", TreeState.Empty, $"l{age}.layer");
            File.SetLastWriteTimeUtc($"{scratch.Folder}/l{age}.layer", new DateTime(2020, 1, age, 0, 0, 0, DateTimeKind.Utc));
        }

        var size = store.All()[0].Size;
        using (LayerFile.Open(scratch.Folder + "/l2.layer"))
            Assert.Equal(["l3", "l1"], store.Prune(size).Select(l => l.Key));
        Assert.Equal(["l4", "l2"], store.All().Select(l => l.Key));

        File.WriteAllText(scratch.Folder + "/l4.layer", "damaged");
        Assert.Equal(["l4"], store.Verify(TestContext.Current.CancellationToken).Select(l => l.Key));
        Assert.Equal(["l2"], store.All().Select(l => l.Key));
    }

    private static TreeState Keep(Scratch scratch, string tree, TreeState before, string name)
    {
        var state = TreeState.Read($"{scratch.Folder}/{tree}", before, TestContext.Current.CancellationToken);
        using var file = File.OpenHandle($"{scratch.Folder}/{name}", FileMode.Create, FileAccess.ReadWrite);
        LayerWriter.Write($"{scratch.Folder}/{tree}", state, Info, LayerSeal.None, file, TestContext.Current.CancellationToken);
        return state;
    }

    private static async Task ShAsync(Scratch scratch, string script) =>
        await Scratch.Host.RunAsync(new("sh", "-ec", $"cd {scratch.Folder}; {script}"), TestContext.Current.CancellationToken);

    // Every name with everything about it; links by what they share, as inode numbers differ.
    private static async Task<string> ListingAsync(Scratch scratch, string tree)
    {
        var listing = await Scratch.Host.RunAsync(
            new("sh", "-ec", $"""
                cd {scratch.Folder}/{tree}
                find . -mindepth 1 ! -type d -printf '%p %y %m %U %G %T@ %n %l\n' | LC_ALL=C sort
                find . -type d -printf '%p %y %m %U %G %T@\n' | LC_ALL=C sort
                find . -type f -exec sha256sum '{"{}"}' + | LC_ALL=C sort
                find . -name null -exec stat -c '%t %T' '{"{}"}' +
                find . -print0 | LC_ALL=C sort -z | xargs -0 getfattr -h -d -m -
                """),
            TestContext.Current.CancellationToken);
        return listing.Output;
    }
}
