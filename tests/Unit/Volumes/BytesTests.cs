using BootstrapVz.Base.Volumes;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace BootstrapVz.Test.Unit.Volumes;

public sealed class BytesTests
{
    [Theory]
    [InlineData("0B", 0)]
    [InlineData("512B", 512)]
    [InlineData("1KiB", 1024)]
    [InlineData("1KB", 1024)]
    [InlineData("3MB", 3 << 20)]
    [InlineData("2GiB", 2L << 30)]
    [InlineData("007TiB", 7L << 40)]
    public void A_text_with_a_unit_is_read(string text, long count) => Assert.Equal(count, Bytes.Parse(text, null).Count);

    [Theory]
    [InlineData("")]
    [InlineData("B")]
    [InlineData("1")]
    [InlineData("1 GiB")]
    [InlineData("1.5GiB")]
    [InlineData("-1GiB")]
    [InlineData("1gib")]
    [InlineData("1Gi")]
    [InlineData("1PiB")]
    [InlineData("8388608TiB")]
    [InlineData("99999999999999999999B")]
    public void Any_other_text_is_refused(string text)
    {
        Assert.False(Bytes.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => Bytes.Parse(text, null));
    }

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1000, "1000B")]
    [InlineData(1024, "1KiB")]
    [InlineData(-1024, "-1KiB")]
    [InlineData(1025L << 20, "1025MiB")]
    [InlineData(1L << 40, "1TiB")]
    public void The_text_has_the_largest_unit_that_divides_evenly(long count, string text) => Assert.Equal(text, new Bytes(count).ToString());

    [Fact]
    public void Every_count_survives_its_text() =>
        Prop.ForAll<long>(count => count < 0 || Bytes.Parse(new Bytes(count).ToString(), null).Count == count).QuickCheckThrowOnFailure();

    [Fact]
    public void Sums_and_products_are_exact_or_refused()
    {
        Assert.Equal(Bytes.MiB(3), Bytes.MiB(1) + Bytes.MiB(2));
        Assert.Equal(Bytes.MiB(-1), Bytes.MiB(1) - Bytes.MiB(2));
        Assert.Equal(Bytes.MiB(6), Bytes.MiB(2) * 3);
        Assert.Throws<OverflowException>(() => new Bytes(long.MaxValue) + new Bytes(1));
        Assert.Throws<OverflowException>(() => Bytes.MiB(long.MaxValue));
        Assert.True(Bytes.KiB(1023) < Bytes.MiB(1) && Bytes.MiB(1) >= Bytes.KiB(1024));
    }

    [Fact]
    public void Rounding_goes_to_a_multiple()
    {
        Assert.Equal(Bytes.MiB(2), Bytes.KiB(1025).RoundUp(Bytes.MiB(1)));
        Assert.Equal(Bytes.MiB(1), Bytes.MiB(1).RoundUp(Bytes.MiB(1)));
        Assert.Equal(Bytes.MiB(1), Bytes.KiB(2047).RoundDown(Bytes.MiB(1)));
    }
}
