package no.fiksgateway.integrasjonspunkt.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import no.fiksgateway.integrasjonspunkt.message.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.domain.Specification;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;

/** A page of a list, with the members and the order of Spring Data's page, which eFormidling's API gives. */
record ApiPage<T>(
    List<T> content,
    Paging pageable,
    int totalPages,
    long totalElements,
    boolean last,
    int size,
    int number,
    int numberOfElements,
    Sorting sort,
    boolean first,
    boolean empty) {
  /** The size of a page where the client names none. */
  static final int DEFAULT_SIZE = 10;

  private static final String ID = "id";

  record Paging(
      int pageNumber, int pageSize, Sorting sort, long offset, boolean paged, boolean unpaged) {}

  record Sorting(boolean empty, boolean sorted, boolean unsorted) {
    static Sorting of(Sort sort) {
      return new Sorting(sort.isEmpty(), sort.isSorted(), sort.isUnsorted());
    }
  }

  /** @param asked the page as the client asked for it */
  static <E, T> ApiPage<T> of(Page<E> found, Pageable asked, Function<E, T> toBody) {
    Sorting sorting = Sorting.of(asked.getSort());
    return new ApiPage<>(
        found.getContent().stream().map(toBody).toList(),
        new Paging(
            asked.getPageNumber(), asked.getPageSize(), sorting, asked.getOffset(), true, false),
        found.getTotalPages(),
        found.getTotalElements(),
        found.isLast(),
        asked.getPageSize(),
        asked.getPageNumber(),
        found.getNumberOfElements(),
        sorting,
        found.isFirst(),
        found.isEmpty());
  }

  static <T> ApiPage<T> empty(Pageable asked) {
    return of(Page.<T>empty(asked), asked, Function.identity());
  }

  /**
   * Reads a page, and counts only where the page itself does not tell how many there are.
   *
   * @param as what to read of each: the entity itself, or a record of some of its attributes
   * @param count how many match
   */
  static <E, R> Page<R> read(
      JpaSpecificationExecutor<E> from,
      Class<R> as,
      Specification<E> wanted,
      Pageable page,
      LongSupplier count) {
    Slice<R> slice = from.findBy(wanted, query -> query.as(as).slice(page));
    boolean isLast = !slice.hasNext() && (slice.hasContent() || page.getOffset() == 0);
    return new PageImpl<>(
        slice.getContent(),
        page,
        isLast ? page.getOffset() + slice.getNumberOfElements() : count.getAsLong());
  }

  /**
   * The same page for the database, sorted by our attributes instead of the API's names, and always in a definite order.
   *
   * @param attributes our attribute for each name a client may sort by
   */
  static Pageable translate(Pageable asked, Map<String, String> attributes) {
    return translate(asked, attributes, null);
  }

  /**
   * As {@link #translate(Pageable, Map)}.
   *
   * @param constant an attribute that is the same in all that is looked for: H2 reads in the order of an index only where
   *     all of its columns are named; null where there is none
   */
  static Pageable translate(
      Pageable asked, Map<String, String> attributes, @Nullable String constant) {
    if (asked.getOffset() > Integer.MAX_VALUE) {
      throw Problem.invalidParameter("page", Integer.toString(asked.getPageNumber()))
          .exceptionally();
    }
    List<Sort.Order> orders = new ArrayList<>(asked.getSort().stream()
        .map(order -> order.withProperty(attribute(order.getProperty(), attributes)))
        .toList());
    if (orders.stream().noneMatch(order -> order.getProperty().equals(ID))) {
      Sort.Direction last =
          orders.isEmpty() ? Sort.Direction.ASC : orders.get(orders.size() - 1).getDirection();
      orders.add(new Sort.Order(last, ID));
    }
    if (constant != null) {
      orders.add(0, orders.get(0).withProperty(constant));
    }
    return PageRequest.of(asked.getPageNumber(), asked.getPageSize(), Sort.by(orders));
  }

  private static String attribute(String name, Map<String, String> attributes) {
    String attribute = attributes.get(name);
    if (attribute == null) {
      throw Problem.of(
              ErrorCode.INVALID_REQUEST,
              PeerException.PROPERTY_REFERENCE,
              "No property '" + name + "' to sort by. Known: "
                  + String.join(", ", attributes.keySet().stream().sorted().toList()))
          .exceptionally();
    }
    return attribute;
  }
}
