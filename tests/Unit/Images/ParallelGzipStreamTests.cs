using System.IO.Compression;
using BootstrapVz.Common.Images;
using Xunit;

namespace BootstrapVz.Test.Unit.Images;

public sealed class ParallelGzipStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((5 << 20) + 17)]
    public void Any_reader_of_gzip_gives_back_what_was_written_and_the_number_of_jobs_does_not_show(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content.AsSpan(0, length / 2));
        var (one, three) = (Compress(content, 1), Compress(content, 3));
        Assert.Equal(one, three);
        using var reader = new GZipStream(new MemoryStream(one), CompressionMode.Decompress);
        using var read = new MemoryStream();
        reader.CopyTo(read);
        Assert.Equal(content, read.ToArray());
    }

    private static byte[] Compress(byte[] content, int jobs)
    {
        using var target = new MemoryStream();
        using (var gzip = new ParallelGzipStream(target, jobs))
        {
            // In pieces that fit none of its own.
            for (var done = 0; done < content.Length; done += 300_007)
                gzip.Write(content, done, Math.Min(300_007, content.Length - done));
        }

        return target.ToArray();
    }
}
