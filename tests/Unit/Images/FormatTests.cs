using BootstrapVz.Common.Images.Formats;
using BootstrapVz.Common.Images.Trees;
using Xunit;

namespace BootstrapVz.Test.Unit.Images;

public sealed class FormatTests
{
    private static readonly ImageIdentity Identity = new("seed", 0, "debian.vmdk");

    [Fact]
    public void A_vmdk_descriptor_gets_an_identifier_of_the_build_and_the_files_name()
    {
        const string Descriptor = "# Disk DescriptorFile\nversion=1\nCID=744c9b1d\nparentCID=ffffffff\ncreateType=\"monolithicSparse\"\n\nRW 131072 SPARSE \"42\"\n";
        var text = VmdkDescriptor.Rewrite(Descriptor, Identity);
        Assert.Matches("\nCID=[0-7][0-9a-f]{7}\nparentCID=ffffffff\n", text);
        Assert.EndsWith("RW 131072 SPARSE \"debian.vmdk\"\n", text, StringComparison.Ordinal);
        Assert.Equal(text, VmdkDescriptor.Rewrite(Descriptor.Replace("744c9b1d", "00000001"), Identity));
        Assert.NotEqual(text, VmdkDescriptor.Rewrite(Descriptor, Identity with { Seed = "other" }));
    }

    [Fact]
    public void A_vhd_footers_checksum_is_the_one_of_the_specification()
    {
        var footer = new byte[512];
        footer[0] = 1;
        footer[64] = 0xff; // its own bytes do not count
        footer[511] = 2;
        Assert.Equal(~3u, VhdFooter.Sum(footer));
    }

    [Fact]
    public void What_does_not_fit_a_tar_header_goes_into_records_before_it()
    {
        var plain = TarHeader.Of(new('0', "./etc/fstab") { Mode = 0x1a4, User = 1, Group = 2, Size = 10, Seconds = 1_700_000_000 });
        Assert.Equal(512, plain.Length);
        var text = System.Text.Encoding.Latin1.GetString(plain);
        Assert.StartsWith("./etc/fstab\0", text, StringComparison.Ordinal);
        Assert.Equal("0000644\00000001\00000002\000000000012\014524770400\0", text[100..148]);
        Assert.Equal("ustar\000", text[257..265]);
        Assert.Equal(plain.Sum(b => b) - plain[148..156].Sum(b => b) + 8 * ' ', Convert.ToInt32(text[148..154], 8));

        var name = "./" + new string('a', 200);
        var extended = System.Text.Encoding.Latin1.GetString(TarHeader.Of(new('0', name) { User = 3_000_000, Attributes = [("user.x", "y"u8.ToArray())] }));
        Assert.Equal('x', extended[156]);
        Assert.Equal($"212 path={name}\n15 uid=3000000\n25 SCHILY.xattr.user.x=y\n", extended[512..].Split('\0')[0]);
        Assert.Equal(3 * 512, extended.Length);
    }
}
