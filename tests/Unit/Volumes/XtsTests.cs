using BootstrapVz.Common.Volumes.Luks;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class XtsTests
{
    // IEEE 1619-2007, annex B, vector 10.
    private const string Key = "2718281828459045235360287471352662497757247093699959574966967627" + "3141592653589793238462643383279502884197169399375105820974944592";
    private const int Sector = 0xff;

    [Fact]
    public void A_sector_is_encrypted_as_the_standard_says()
    {
        var data = Plain();

        Xts.Encrypt(Convert.FromHexString(Key), data, Sector);

        Assert.Equal("1c3b3a102f770386e4836c99e370cf9bea00803f5e482357a4ae12d414a3e63b", Convert.ToHexStringLower(data[..32]));
        Assert.Equal("55c824bb5e54c4f36ffda9fcea70b9c6e693e148c151", Convert.ToHexStringLower(data[^22..]));
    }

    [Fact]
    public void Sectors_are_encrypted_each_by_its_own_number()
    {
        byte[] two = [.. Plain(), .. Plain()];
        var second = Plain();

        Xts.Encrypt(Convert.FromHexString(Key), two, Sector);
        Xts.Encrypt(Convert.FromHexString(Key), second, Sector + 1);

        Assert.Equal(second, two[512..]);
        Assert.NotEqual(two[..512], two[512..]);
    }

    private static byte[] Plain() => [.. Enumerable.Range(0, 512).Select(n => (byte)n)];
}
