using BootstrapVz.Base.Manifests;
using BootstrapVz.Base.Volumes;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class EncryptionTests
{
    private static readonly EncryptionOptions Asked = new() { Passphrase = Secret.Of("s3cret") };
    private static readonly EncryptionOptions ByKey = new() { Key = Secret.Of("k3y") };

    [Fact]
    public void The_machine_is_told_what_to_open_and_how()
    {
        var layout = Plan(new() { ["boot"] = Ext4(200), ["root"] = Ext4(500) with { Encryption = Asked }, ["srv/data"] = Ext4(100) with { Encryption = ByKey } }).Layout!;
        var (root, data) = (layout.Root.Encryption!, layout.Holding("/srv/data").Encryption!);

        Assert.Equal(
            $"""
            # <name> <source device> <key file> <options>
            root_crypt UUID={root.Uuid} none luks,initramfs
            srv-data_crypt UUID={data.Uuid} /etc/cryptsetup-keys.d/srv-data_crypt.key luks

            """,
            Crypttab.Render(layout));
        Assert.Contains("\n/dev/mapper/root_crypt / ext4 ", Fstab.Render(layout));
        Assert.Contains("\n/dev/mapper/srv-data_crypt /srv/data ext4 ", Fstab.Render(layout));
        Assert.NotEqual(root.Uuid, layout.Root.FilesystemUuid);
        Assert.Equal([PartitionTypes.Luks, PartitionTypes.Luks], [layout.Root.TypeGuid, layout.Holding("/srv/data").TypeGuid]);
    }

    [Fact]
    public void The_header_comes_out_of_the_partition()
    {
        var layout = Plan(new() { ["boot"] = Ext4(200), ["root"] = Ext4(500) with { Encryption = Asked } }).Layout!;

        Assert.Equal(layout.Root.Length - Bytes.MiB(16), layout.Root.Opened().Length);
        Assert.Equal(layout.Root.Start + Bytes.MiB(16), layout.Root.Opened().Start);
        var full = new Dictionary<string, TreeContent> { ["/"] = new(9, FilesystemLimits.Usable(layout.Root, layout.Root.Length, TreeContent.Empty)) };
        Assert.Equal(["volume", "partitions", "root", "size"], Assert.Single(SizeResolver.Resolve(layout, full).Problems).Path);
    }

    [Fact]
    public void An_automatic_size_has_room_for_the_header()
    {
        var content = new Dictionary<string, TreeContent> { ["/"] = new(100, Bytes.MiB(100)) };
        Bytes Length(EncryptionOptions? encryption) =>
            SizeResolver.Resolve(Plan(new() { ["boot"] = Ext4(200), ["root"] = new() { Filesystem = "ext4", Encryption = encryption } }).Layout!, content).Layout!.Root.Length;

        Assert.Equal(Length(null) + Bytes.MiB(16), Length(Asked));
    }

    [Theory]
    [InlineData("prompt", "none")]
    [InlineData("key_file", "/etc/cryptsetup-keys.d/root_crypt.key")]
    [InlineData(null, "/etc/cryptsetup-keys.d/root_crypt.key")]
    public void With_both_a_passphrase_and_a_key_the_manifest_says_which_opens_it(string? unlock, string keyFile)
    {
        var both = new EncryptionOptions { Passphrase = Secret.Of("s3cret"), Key = Secret.Of("k3y"), Unlock = unlock };
        var layout = Plan(new() { ["boot"] = Ext4(200), ["root"] = Ext4(500) with { Encryption = both } }).Layout!;

        Assert.Contains($" {keyFile} luks,initramfs\n", Crypttab.Render(layout));
        Assert.Equal(2, layout.Root.Encryption!.Secrets.Count);
    }

    [Fact]
    public void Kernels_have_to_be_where_the_boot_loader_reads()
    {
        Dictionary<string, PartitionOptions> partitions = new() { ["root"] = Ext4(900) with { Encryption = Asked } };

        var problem = Assert.Single(Plan(partitions).Problems);
        Assert.Equal(["volume", "partitions", "root", "encryption"], problem.Path);
        Assert.Equal("'grub' cannot read /boot on 'root', which is encrypted", problem.Message);
        Assert.Empty(Plan(partitions, "systemd-boot").Problems);
        Assert.Empty(Plan(partitions, "none").Problems);
    }

    [Fact]
    public void What_cannot_be_encrypted_or_opened_is_refused_at_its_place()
    {
        Assert.Equal("esp/encryption", Refused("esp", new() { Encryption = Asked }));
        Assert.Equal("spare/encryption", Refused("spare", new() { Filesystem = "none", Size = new(Bytes.MiB(20)), Encryption = Asked }));
        Assert.Equal("srv/encryption", Refused("srv", Ext4(100) with { Encryption = new() }));
        Assert.Equal("srv/encryption/unlock", Refused("srv", Ext4(100) with { Encryption = ByKey with { Unlock = "prompt" } }));
        Assert.Equal("srv/encryption/unlock", Refused("srv", Ext4(100) with { Encryption = Asked with { Unlock = "key_file" } }));
        Assert.Equal("srv/grow", Refused("srv", Ext4(100) with { Encryption = Asked, Grow = true }));
        Assert.Equal("srv/size", Refused("srv", Ext4(20) with { Encryption = Asked }));
    }

    private static PartitionOptions Ext4(int size) => new() { Filesystem = "ext4", Size = new(Bytes.MiB(size)) };

    private static string Refused(string key, PartitionOptions options) =>
        string.Join('/', Assert.Single(Plan(new() { ["root"] = Ext4(500), [key] = options }).Problems).Path.Skip(2));

    private static LayoutPlan Plan(Dictionary<string, PartitionOptions> partitions, string bootloader = "grub") =>
        LayoutPlanner.Plan(new(new() { Backing = "raw", Partitions = new() { Type = "gpt", Named = partitions } }, bootloader, null, "amd64", "seed"));
}
