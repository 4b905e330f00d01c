namespace Loci.Indexing.Dense;

/// <summary>Selection by partition (Hoare 1961, algorithm 65).</summary>
internal static class OrderStatistic
{
    /// <summary>The k-th largest value, from k = 1; −∞ where there are fewer. Reorders the values, none of which is NaN. O(n) on average.</summary>
    public static double KthLargest(Span<double> values, int k)
    {
        if (values.Length < k)
            return double.NegativeInfinity;
        int left = 0, right = values.Length - 1, target = values.Length - k;
        while (left < right)
        {
            var pivot = values[left + (right - left) / 2];
            int i = left, j = right;
            while (i <= j)
            {
                while (values[i] < pivot)
                    i++;
                while (pivot < values[j])
                    j--;
                if (i <= j)
                    (values[i], values[j]) = (values[j--], values[i++]);
            }
            if (target <= j)
                right = j;
            else if (target >= i)
                left = i;
            else
                break;
        }
        return values[target];
    }
}
