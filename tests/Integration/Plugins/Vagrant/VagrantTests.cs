using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;
using BootstrapVz.Base.Hosts;
using BootstrapVz.Test.Testing;
using Xunit;

namespace BootstrapVz.Test.Integration.Plugins;

[Collection(nameof(PluginImages))]
public sealed class VagrantTests(PluginImages images)
{
    [Fact]
    public async Task Vagrant_may_log_in_and_become_root()
    {
        var change = await images.OfDiskAsync("vagrant");
        Assert.Contains("nfs-common", change.Packages);
        Assert.Equal("Directory 700 1000:1000", change.Line("/home/vagrant/.ssh"));
        Assert.Equal("RegularFile 600 1000:1000", change.Line("/home/vagrant/.ssh/authorized_keys"));
        Assert.Equal(2, change.Text("/home/vagrant/.ssh/authorized_keys").Split("vagrant insecure public key\n").Length - 1);
        Assert.Equal("RegularFile 440 0:0", change.Line("/etc/sudoers.d/vagrant"));
        Assert.Matches("(?m)^vagrant:\\$y\\$", change.Text("/etc/shadow"));
        Assert.Matches("(?m)^root:\\$y\\$", change.Text("/etc/shadow"));
    }

    [Fact]
    public async Task A_box_for_libvirt_holds_its_disk_and_the_catalogue_names_it()
    {
        var (folder, result) = await images.MakeAsync("vagrant");
        var box = Path.Combine(folder, "debian-trixie-box.box");
        Assert.Equal(["debian-trixie-box.box", "debian-trixie-box.json"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.Equal(box, Assert.Single(result.GetProperty("images").EnumerateArray()).GetProperty("path").GetString());
        Assert.Equal(["metadata.json", "Vagrantfile", "box.img"], await UnpackAsync(box));

        using var metadata = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "metadata.json")));
        Assert.Equal("""{"provider":"libvirt","architecture":"amd64","format":"qcow2","virtual_size":2,"disks":[{"path":"box.img"}]}""", metadata.RootElement.GetRawText());
        Assert.StartsWith("no errors", await RunAsync("qemu-img", "check", "-f", "qcow2", Path.Combine(folder, "box.img")), StringComparison.OrdinalIgnoreCase);

        using var catalogue = JsonDocument.Parse(await File.ReadAllTextAsync(Path.ChangeExtension(box, "json")));
        var version = catalogue.RootElement.GetProperty("versions")[0];
        var provider = version.GetProperty("providers")[0];
        Assert.Equal("1.0.0", version.GetProperty("version").GetString());
        Assert.Equal(new Uri(box).AbsoluteUri, provider.GetProperty("url").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(box))), provider.GetProperty("checksum").GetString());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_box_for_virtualbox_describes_its_machine()
    {
        var (folder, _) = await images.MakeAsync("vagrant", "volume.backing=vmdk-stream");
        Assert.Equal(["metadata.json", "Vagrantfile", "box.ovf", "box-disk1.vmdk"], await UnpackAsync(Path.Combine(folder, "debian-trixie-box.box")));
        var file = new FileInfo(Path.Combine(folder, "box-disk1.vmdk"));
        var description = XDocument.Load(Path.Combine(folder, "box.ovf"));
        XNamespace ovf = "http://schemas.dmtf.org/ovf/envelope/1";
        Assert.Equal($"{file.Length}", description.Descendants(ovf + "File").Single().Attribute(ovf + "size")!.Value);
        var disk = description.Descendants(ovf + "Disk").Single();
        Assert.Equal($"{2L << 30}", disk.Attribute(ovf + "capacity")!.Value);
        Assert.EndsWith("#streamOptimized", disk.Attribute(ovf + "format")!.Value);
        Assert.DoesNotContain("{", description.ToString());
        Assert.Contains("streamOptimized", await RunAsync("qemu-img", "info", file.FullName));
        Directory.Delete(folder, recursive: true);
    }

    // bsdtar is what Vagrant unpacks boxes with; where it is not, tar(1) reads the same members.
    private static async Task<string[]> UnpackAsync(string box) =>
        (await RunAsync("tar", "--extract", "--gzip", "--verbose", "--file", box, "--directory", Path.GetDirectoryName(box)!)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> RunAsync(string program, params string[] arguments) => (await new LocalHost(new SilentLog()).RunAsync(new(program, arguments), default)).Output;
}
